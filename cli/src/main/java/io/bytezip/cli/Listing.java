package io.bytezip.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonWriter;
import io.bytezip.codec.ArchiveReader;
import io.bytezip.codec.DecompressOptions;
import io.bytezip.codec.Member;
import io.bytezip.codec.ModelId;
import io.bytezip.codec.mix.Effort;
import io.bytezip.modelzoo.Catalogue;
import io.bytezip.modelzoo.ModelEntry;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Tells what an archive holds, by its headers and its index; nothing is decoded. */
final class Listing {
  /** The end of the year 9999. */
  private static final long LAST_SECOND = 253_402_300_799L;

  private final boolean verbose;
  private final boolean json;
  private final Reporter reporter;
  private boolean headed;

  Listing(Settings settings, Reporter reporter) {
    this.verbose = settings.verbose();
    this.json = settings.json();
    this.reporter = reporter;
  }

  void list(Source source, Models models) throws IOException {
    Path path =
        source.path().orElseThrow(() -> new IOException("listing needs a file, not a pipe"));
    Catalogue catalogue = models.get();
    try (ArchiveReader reader =
        ArchiveReader.open(Files.newByteChannel(path), catalogue, DecompressOptions.DEFAULTS)) {
      long archive = Files.size(path);
      if (json) {
        reporter.print(object(source, reader, archive, catalogue) + "\n");
      } else {
        reporter.print(table(source, reader, archive, catalogue));
      }
    }
  }

  /** Tells what the container in an archive holds. */
  void members(Source source, Models models) throws IOException {
    Path path =
        source.path().orElseThrow(() -> new IOException("listing needs a file, not a pipe"));
    try (ArchiveReader reader =
        ArchiveReader.open(Files.newByteChannel(path), models.get(), DecompressOptions.DEFAULTS)) {
      List<Member> members = reader.members();
      if (members.isEmpty()) {
        members = reader.findMembers();
      }
      Writer out = reporter.out();
      if (json) {
        write(source, members, out);
      } else {
        for (Member member : members) {
          out.append(line(member)).append('\n');
        }
      }
      out.flush();
    }
  }

  /** One by one, since they may be many. */
  private static void write(Source source, List<Member> members, Writer out) throws IOException {
    Gson gson = new GsonBuilder().disableHtmlEscaping().create();
    JsonWriter json = gson.newJsonWriter(out);
    json.beginObject().name("file").value(source.name()).name("members").beginArray();
    for (Member member : members) {
      gson.toJson(object(member), json);
    }
    json.endArray().endObject();
    out.write('\n');
  }

  private String line(Member member) {
    String name = printable(member.name());
    if (!verbose) {
      return name;
    }
    StringBuilder mode = new StringBuilder();
    mode.append(
        switch (member.kind()) {
          case FILE -> '-';
          case FOLDER -> 'd';
          case SYMBOLIC_LINK -> 'l';
          case HARD_LINK -> 'h';
          case OTHER -> '?';
        });
    for (int i = 8; i >= 0; i--) {
      mode.append((member.mode() >> i & 1) == 1 ? "xwr".charAt(i % 3) : '-');
    }
    return String.format(
        Locale.ROOT,
        "%s  %,15d  %s  %s%s",
        mode,
        member.length(),
        time(member.modified()),
        name,
        member.link().isEmpty() ? "" : " -> " + printable(member.link()));
  }

  /** In UTC; times that nobody's clock shows as the last that is. */
  private static String time(long seconds) {
    return LocalDateTime.ofEpochSecond(Math.min(seconds, LAST_SECOND), 0, ZoneOffset.UTC)
        .format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT));
  }

  private static JsonObject object(Member member) {
    JsonObject object = new JsonObject();
    object.addProperty("name", member.name());
    object.addProperty("kind", member.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    object.addProperty("offset", member.offset());
    object.addProperty("original", member.length());
    object.addProperty("mode", Integer.toOctalString(member.mode()));
    object.addProperty("modified", member.modified());
    if (!member.link().isEmpty()) {
      object.addProperty("link", member.link());
    }
    return object;
  }

  /** A name that anybody may have chosen, in one line and without what a terminal acts on. */
  static String printable(String name) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '\\') {
        text.append("\\\\");
      } else if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
        text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private String table(Source source, ArchiveReader reader, long archive, Catalogue catalogue)
      throws IOException {
    StringBuilder text = new StringBuilder();
    if (!headed) {
      headed = true;
      text.append("     archive      original   ratio  blocks  segments  file\n");
    }
    int segments = 0;
    for (ArchiveReader.Block block : reader.blocks()) {
      segments += reader.segments(block).size();
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%,12d  %,12d  %6s  %6d  %8d  %s%n",
            archive,
            reader.length(),
            ratio(archive, reader.length()),
            reader.blocks().size(),
            segments,
            source.name()));
    if (verbose) {
      for (ArchiveReader.Block block : reader.blocks()) {
        describe(text, reader, block, catalogue);
      }
    }
    return text.toString();
  }

  private static void describe(
      StringBuilder text, ArchiveReader reader, ArchiveReader.Block block, Catalogue catalogue)
      throws IOException {
    text.append(
        String.format(
            Locale.ROOT,
            "%,12d  %,12d  %6s  block at %,d%n",
            block.archiveLength(),
            (long) block.length(),
            ratio(block.archiveLength(), block.length()),
            block.offset()));
    for (ArchiveReader.Segment segment : reader.segments(block)) {
      text.append(
          String.format(
              Locale.ROOT,
              "%,12d  %,12d          %s%n",
              segment.stored(),
              segment.length(),
              switch (segment.method()) {
                case RAW -> "raw";
                case LZMA2 -> "LZMA2";
                case MODEL, MIXED, ADAPTIVE ->
                    segment.layout()
                        + switch (segment.method()) {
                          case ADAPTIVE -> ", adaptive" + effort(segment);
                          case MIXED -> ", mixed" + effort(segment);
                          case RAW, LZMA2, MODEL -> "";
                        }
                        + (segment.method().modelled()
                            ? ", model " + name(segment.model(), catalogue)
                            : "")
                        + ", lanes "
                        + segment.lanes();
              }));
    }
  }

  private static String effort(ArchiveReader.Segment segment) {
    return segment.effort() == Effort.FULL
        ? ""
        : " (" + segment.effort().name().toLowerCase(Locale.ROOT) + ")";
  }

  private static JsonObject object(
      Source source, ArchiveReader reader, long archive, Catalogue catalogue) throws IOException {
    JsonObject object = new JsonObject();
    object.addProperty("file", source.name());
    object.addProperty("archive", archive);
    object.addProperty("original", reader.length());
    JsonArray blocks = new JsonArray();
    for (ArchiveReader.Block block : reader.blocks()) {
      JsonObject described = new JsonObject();
      described.addProperty("offset", block.offset());
      described.addProperty("original", block.length());
      described.addProperty("archive", block.archiveLength());
      JsonArray segments = new JsonArray();
      for (ArchiveReader.Segment segment : reader.segments(block)) {
        segments.add(object(segment, catalogue));
      }
      described.add("segments", segments);
      blocks.add(described);
    }
    object.add("blocks", blocks);
    return object;
  }

  private static JsonObject object(ArchiveReader.Segment segment, Catalogue catalogue) {
    JsonObject object = new JsonObject();
    object.addProperty("method", segment.method().name().toLowerCase(Locale.ROOT));
    object.addProperty("original", segment.length());
    object.addProperty("archive", segment.stored());
    if (segment.method().coded()) {
      object.addProperty("layout", segment.layout());
      object.addProperty("lanes", segment.lanes());
    }
    if (segment.effort() != null) {
      object.addProperty("effort", segment.effort().name().toLowerCase(Locale.ROOT));
    }
    if (segment.model() != null) {
      object.addProperty("model", segment.model().toString());
      object.addProperty("modelName", name(segment.model(), catalogue));
    }
    return object;
  }

  /** Its name, or its id where it is not known here. */
  static String name(ModelId model, Catalogue catalogue) {
    List<ModelEntry> known =
        catalogue.entries().stream().filter(entry -> entry.id().equals(model)).toList();
    return known.isEmpty() ? model + " (unknown here)" : known.getFirst().name();
  }

  private static String ratio(long archive, long original) {
    return original == 0 ? "-" : String.format(Locale.ROOT, "%.3f", (double) archive / original);
  }
}
