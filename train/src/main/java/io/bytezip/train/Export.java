package io.bytezip.train;

import io.bytezip.engine.ModelConfig;
import io.bytezip.modelzoo.ConfigJson;
import io.bytezip.modelzoo.ModelCard;
import io.bytezip.modelzoo.ModelCard.DataSource;
import io.bytezip.modelzoo.ModelFile;
import io.bytezip.train.FlatParameters.Slice;
import io.bytezip.train.data.Modality;
import io.bytezip.train.data.TrainException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes what a run made: the safetensors file, its configuration as JSON, and the model card. */
final class Export {
  private Export() {}

  /**
   * What the card tells beside the model itself.
   *
   * @param name the model's name; the files are called so
   * @param license SPDX id of the weights' licence
   * @param sources rows of the data table
   * @param command the command that trained it
   */
  record Facts(String name, String license, List<DataSource> sources, String command) {}

  static void write(
      Path folder,
      Facts facts,
      ModelConfig config,
      FlatParameters flat,
      float[] values,
      int steps,
      long symbols,
      Map<Modality, Double> validation)
      throws IOException {
    Path file = folder.resolve(facts.name() + ".safetensors");
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("license", facts.license());
    metadata.put("steps", Integer.toString(steps));
    metadata.put("bytes_seen", Long.toString(symbols));
    ModelFile.write(file, facts.name(), config, name -> tensor(flat, values, name), metadata);
    Files.writeString(folder.resolve(facts.name() + ".json"), ConfigJson.pretty(config));
    Map<String, Double> bits = new LinkedHashMap<>();
    List<String> modalities = new ArrayList<>();
    validation.forEach(
        (modality, value) -> {
          bits.put("held-out " + modality + " (a window's second half)", value);
          modalities.add(modality.toString());
        });
    ModelFile written = ModelFile.load(file);
    ModelCard card =
        new ModelCard(
            facts.name(),
            summary(modalities),
            facts.license(),
            modalities,
            facts.sources(),
            config,
            flat.parameters(),
            steps,
            symbols,
            bits,
            file.getFileName().toString(),
            written.sha256(),
            facts.command());
    Files.writeString(folder.resolve(facts.name() + ".md"), card.render());
  }

  private static String summary(List<String> modalities) {
    return "Predicts the next byte of "
        + String.join(", ", modalities)
        + " for lossless compression with bytezip.";
  }

  private static float[] tensor(FlatParameters flat, float[] values, String name) {
    Slice slice = flat.slices().get(name);
    if (slice == null) {
      return null;
    }
    return Arrays.copyOfRange(values, slice.offset(), slice.offset() + slice.size());
  }

  /**
   * Reads the sources of a Markdown table: the first column is the name, a column "source" is added
   * to it; "licence" (or "license") and "raw MB" (for the share; equal shares without) are found by
   * their headings.
   */
  static List<DataSource> sources(Path table) throws IOException, TrainException {
    List<String[]> rows = new ArrayList<>();
    for (String line : Files.readAllLines(table)) {
      if (line.startsWith("|")) {
        String[] cells = line.strip().replaceAll("^\\||\\|$", "").split("\\|", -1);
        rows.add(Arrays.stream(cells).map(String::strip).toArray(String[]::new));
      }
    }
    if (rows.size() < 3) {
      throw new TrainException("no Markdown table in " + table);
    }
    List<String> heads =
        Arrays.stream(rows.get(0)).map(head -> head.toLowerCase(Locale.ROOT)).toList();
    int source = heads.indexOf("source");
    int megabytes = heads.indexOf("raw mb");
    int licence = Math.max(heads.indexOf("licence"), heads.indexOf("license"));
    for (int i = 0; i < heads.size(); i++) {
      if (heads.get(i).startsWith("source")) {
        source = i;
      }
    }
    if (licence < 0) {
      throw new TrainException("the table in " + table + " has no column \"licence\"");
    }
    double all = 0;
    List<DataSource> sources = new ArrayList<>();
    for (String[] row : rows.subList(2, rows.size())) {
      if (row.length != heads.size() || row[0].equals(heads.get(0)) || row[0].startsWith("-")) {
        continue;
      }
      double size = 1;
      try {
        size = megabytes < 0 ? 1 : Double.parseDouble(row[megabytes]);
      } catch (NumberFormatException e) {
        throw new TrainException(
            "not a number of megabytes in " + table + ": " + row[megabytes], e);
      }
      String name = source < 0 ? row[0] : row[0] + " (" + row[source] + ")";
      sources.add(new DataSource(name, row[licence], size));
      all += size;
    }
    double total = all;
    return sources.stream()
        .map(s -> new DataSource(s.name(), s.license(), s.share() / total))
        .toList();
  }
}
