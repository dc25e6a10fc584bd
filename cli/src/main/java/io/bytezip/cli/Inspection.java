package io.bytezip.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.bytezip.codec.BlockCost;
import io.bytezip.codec.Method;
import io.bytezip.codec.ModelId;
import io.bytezip.codec.SegmentCost;
import io.bytezip.codec.mix.Effort;
import io.bytezip.eval.CostLabel;
import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.Layout;
import io.bytezip.modalities.Pixels16Layout;
import io.bytezip.modalities.PixelsLayout;
import io.bytezip.modalities.SamplesLayout;
import io.bytezip.modalities.Segment;
import io.bytezip.modelzoo.Catalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The segments of a file, and what each takes; as a table or as JSON. */
final class Inspection {
  /** A segment without its bytes. */
  private record Row(
      int block,
      long offset,
      Segment.Origin origin,
      int length,
      double bits,
      CostLabel label,
      Layout layout,
      Method method,
      Effort effort,
      int lanes,
      ModelId model) {
    double archive() {
      return bits / 8;
    }

    double bitsPerByte() {
      return length == 0 ? 0 : bits / length;
    }
  }

  private final String name;
  private final List<Row> rows = new ArrayList<>();
  private int blocks;

  Inspection(String name) {
    this.name = name;
  }

  /** Takes the next block; goes on always. */
  boolean add(BlockCost block) {
    for (SegmentCost cost : block.segments()) {
      rows.add(
          new Row(
              blocks,
              cost.offset(),
              cost.origin(),
              cost.bytes().length,
              cost.total(),
              CostLabel.of(cost),
              cost.layout(),
              cost.method(),
              cost.effort(),
              cost.lanes(),
              cost.model()));
    }
    blocks++;
    return true;
  }

  String table(CostReading.Result result, Catalogue catalogue) {
    long original = result.sum().original();
    long archive = result.sum().archive();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s: %s%,d bytes, archive %,d bytes%s%n",
            name,
            result.complete() ? "" : "the first ",
            original,
            archive,
            original == 0
                ? ""
                : String.format(Locale.ROOT, ", %.3f bits a byte", 8.0 * archive / original)));
    text.append("segment        offset         bytes       archive  bits/byte  kind     how\n");
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      text.append(
          String.format(
              Locale.ROOT,
              "%7d  %,12d  %,12d  %,12.0f  %9.3f  %-7s  %s%n",
              i,
              row.offset(),
              row.length(),
              row.archive(),
              row.bitsPerByte(),
              row.label().modality(),
              how(row, catalogue)));
    }
    text.append(
        String.format(
            Locale.ROOT, "%37s  %,12.0f  %9s  headers, recipes%n", "", rest(archive), ""));
    return text.toString();
  }

  /** Bytes of the archive that belong to no segment. */
  private double rest(long archive) {
    return archive - rows.stream().mapToDouble(Row::archive).sum();
  }

  private static String how(Row row, Catalogue catalogue) {
    StringBuilder text = new StringBuilder(row.label().layout());
    text.append(text.isEmpty() ? "" : ", ");
    switch (row.method()) {
      case RAW -> text.append("raw");
      case LZMA2 -> text.append("LZMA2");
      case MODEL -> {}
      case ADAPTIVE -> text.append("adaptive");
      case MIXED -> text.append("mixed");
    }
    if (row.effort() != null && row.effort() != Effort.FULL) {
      text.append(" (").append(row.effort().name().toLowerCase(Locale.ROOT)).append(')');
    }
    if (row.model() != null) {
      text.append(row.method().learns() ? ", model " : "model ");
      text.append(Listing.name(row.model(), catalogue));
    }
    if (row.method().coded()) {
      text.append(", lanes ").append(row.lanes());
    }
    String origin = (row.origin().format() + " " + row.origin().name()).strip();
    if (!origin.isEmpty()) {
      text.append(", of ").append(origin.replaceAll("\\p{C}", "?"));
    }
    return text.toString();
  }

  JsonObject object(CostReading.Result result, Catalogue catalogue) {
    long original = result.sum().original();
    long archive = result.sum().archive();
    JsonObject object = new JsonObject();
    object.addProperty("file", name);
    object.addProperty("input", result.archive() ? "archive" : "file");
    object.addProperty("complete", result.complete());
    object.addProperty("original", original);
    object.addProperty("archive", archive);
    object.addProperty("bitsPerByte", original == 0 ? 0 : 8.0 * archive / original);
    object.addProperty("headers", rest(archive));
    JsonArray segments = new JsonArray();
    for (Row row : rows) {
      segments.add(object(row, catalogue));
    }
    object.add("segments", segments);
    return object;
  }

  private static JsonObject object(Row row, Catalogue catalogue) {
    JsonObject object = new JsonObject();
    object.addProperty("block", row.block());
    object.addProperty("offset", row.offset());
    if (!row.origin().format().isEmpty()) {
      object.addProperty("format", row.origin().format());
    }
    if (!row.origin().name().isEmpty()) {
      object.addProperty("name", row.origin().name());
    }
    object.addProperty("original", row.length());
    object.addProperty("archive", row.archive());
    object.addProperty("bitsPerByte", row.bitsPerByte());
    object.addProperty("modality", row.label().modality());
    switch (row.layout()) {
      case null -> {}
      case BytesLayout bytes -> object.addProperty("layout", bytes.id());
      case PixelsLayout pixels -> {
        object.addProperty("layout", pixels.id());
        object.addProperty("width", pixels.width());
        object.addProperty("channels", pixels.channels());
      }
      case Pixels16Layout pixels -> {
        object.addProperty("layout", pixels.id());
        object.addProperty("width", pixels.width());
        object.addProperty("channels", pixels.channels());
      }
      case SamplesLayout samples -> {
        object.addProperty("layout", samples.id());
        object.addProperty("channels", samples.channels());
        object.addProperty("bits", samples.bits());
      }
    }
    object.addProperty("method", row.method().name().toLowerCase(Locale.ROOT));
    if (row.effort() != null) {
      object.addProperty("effort", row.effort().name().toLowerCase(Locale.ROOT));
    }
    if (row.method().coded()) {
      object.addProperty("lanes", row.lanes());
    }
    if (row.model() != null) {
      object.addProperty("model", row.model().toString());
      object.addProperty("modelName", Listing.name(row.model(), catalogue));
    }
    return object;
  }
}
