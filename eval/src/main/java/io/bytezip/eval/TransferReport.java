package io.bytezip.eval;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.bytezip.codec.NamedModel;
import io.bytezip.modalities.Modality;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a {@link TransferScan} found: models against mixtures, as tables or as JSON.
 *
 * <p>A mixture has equal parts of its kinds, so what a model takes of it is the mean of what it
 * takes of these.
 *
 * @param window bytes of a window
 * @param rows a row for each model
 * @param problems files that were left out
 */
public record TransferReport(int window, List<Row> rows, List<Report.Problem> problems)
    implements Findings {
  /** Text, images, audio, each two of them, and all three: the columns, in the paper's order. */
  private static final List<List<Modality>> MIXTURES =
      List.of(
          List.of(Modality.TEXT),
          List.of(Modality.IMAGE),
          List.of(Modality.AUDIO),
          List.of(Modality.TEXT, Modality.IMAGE),
          List.of(Modality.TEXT, Modality.AUDIO),
          List.of(Modality.IMAGE, Modality.AUDIO),
          List.of(Modality.TEXT, Modality.IMAGE, Modality.AUDIO));

  /** What mixtures are of; other files have no part in the study. */
  static final Set<Modality> KINDS = Set.of(Modality.TEXT, Modality.IMAGE, Modality.AUDIO);

  private static final double GIGABYTE = 1e9;
  private static final int BYTES_A_WEIGHT = 2;

  /**
   * What a model takes.
   *
   * @param model the model
   * @param weights how many numbers its file has for the transformer, counted as two bytes each
   * @param kinds what was measured of each kind of data
   */
  public record Row(String model, long weights, Map<Modality, Kind> kinds) {
    static Row of(NamedModel model, List<ContextCurve> curves) {
      Map<Modality, Kind> kinds = new EnumMap<>(Modality.class);
      for (ContextCurve curve : curves) {
        kinds.put(curve.modality(), new Kind(curve.measured(), curve.bits() / curve.measured()));
      }
      return new Row(model.name(), model.model().parameters(), kinds);
    }

    /** What the weights take, as float16. */
    long weightBytes() {
      return BYTES_A_WEIGHT * weights;
    }

    /** Bits a byte of a mixture of equal parts; empty if one of the kinds was not there. */
    Optional<Double> bits(List<Modality> mixture) {
      if (!kinds.keySet().containsAll(mixture)) {
        return Optional.empty();
      }
      return Optional.of(
          mixture.stream()
              .mapToDouble(kind -> kinds.get(kind).bitsPerByte())
              .average()
              .orElseThrow());
    }
  }

  /**
   * A kind of data.
   *
   * @param bytes how many were measured
   * @param bitsPerByte what they took on average, weights not counted
   */
  public record Kind(long bytes, double bitsPerByte) {}

  /** Copies the lists. */
  public TransferReport {
    rows = List.copyOf(rows);
    problems = List.copyOf(problems);
  }

  private static String name(List<Modality> mixture) {
    return mixture.stream().map(Report::label).collect(Collectors.joining("+"));
  }

  /** Prints two tables in lines that end with a newline, and over how many bytes they are. */
  @Override
  public void print(Appendable out) throws IOException {
    out.append(
        "Bits a byte of the transformer alone on raw bytes, windows of "
            + window
            + ", weights not counted\n");
    table(false).print(out);
    out.append("\nCompressed size over raw size with the weights (float16) counted, for 1 GB\n");
    table(true).print(out);
    out.append('\n');
    if (measured()) {
      String kinds =
          rows.getFirst().kinds().entrySet().stream()
              .map(
                  kind ->
                      String.format(
                          Locale.ROOT,
                          "%,d bytes of %s",
                          kind.getValue().bytes(),
                          Report.label(kind.getKey())))
              .collect(Collectors.joining(", "));
      out.append("Measured: " + kinds + "; of a mixture of equal parts it is the mean\n");
    } else {
      out.append("nothing there has a window of " + window + " bytes\n");
    }
    for (Report.Problem problem : problems) {
      out.append(problem.path() + ": " + problem.message() + '\n');
    }
  }

  private boolean measured() {
    return rows.stream().anyMatch(row -> !row.kinds().isEmpty());
  }

  private TextTable table(boolean counted) {
    List<String> header = new ArrayList<>(List.of("model"));
    MIXTURES.forEach(mixture -> header.add(name(mixture)));
    TextTable table = new TextTable(header);
    for (Row row : rows) {
      List<String> cells = new ArrayList<>(List.of(row.model()));
      for (List<Modality> mixture : MIXTURES) {
        cells.add(
            row.bits(mixture)
                .map(bits -> counted ? bits / 8 + row.weightBytes() / GIGABYTE : bits)
                .map(cell -> String.format(Locale.ROOT, "%.3f", cell))
                .orElse("-"));
      }
      table.row(cells);
    }
    return table;
  }

  @Override
  public void printJson(Appendable out) throws IOException {
    JsonObject root = new JsonObject();
    root.addProperty("window", window);
    JsonArray array = new JsonArray();
    for (Row row : rows) {
      JsonObject entry = new JsonObject();
      entry.addProperty("model", row.model());
      entry.addProperty("weight_bytes", row.weightBytes());
      JsonObject mixtures = new JsonObject();
      for (List<Modality> mixture : MIXTURES) {
        row.bits(mixture).ifPresent(bits -> mixtures.addProperty(name(mixture), bits));
      }
      entry.add("bits_per_byte", mixtures);
      JsonObject bytes = new JsonObject();
      row.kinds().forEach((kind, of) -> bytes.addProperty(Report.label(kind), of.bytes()));
      entry.add("bytes", bytes);
      array.add(entry);
    }
    root.add("models", array);
    root.add("problems", Report.Problem.json(problems));
    ReportJson.print(root, out);
  }
}
