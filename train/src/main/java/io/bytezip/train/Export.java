package io.bytezip.train;

import io.bytezip.engine.ModelConfig;
import io.bytezip.modelzoo.ConfigJson;
import io.bytezip.modelzoo.ModelCard;
import io.bytezip.modelzoo.ModelCard.DataSource;
import io.bytezip.modelzoo.ModelFile;
import io.bytezip.modelzoo.Safetensors;
import io.bytezip.train.FlatParameters.Slice;
import io.bytezip.train.data.Modality;
import io.bytezip.train.data.Origin;
import io.bytezip.train.data.Pack;
import io.bytezip.train.data.PackInfo.SourceInfo;
import io.bytezip.train.data.Split;
import io.bytezip.train.data.TrainException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Writes what a run made: the safetensors file, its configuration as JSON, and the model card. */
final class Export {
  private Export() {}

  /**
   * What the card tells beside the model itself.
   *
   * @param name the model's name; the files are called so
   * @param license SPDX id of the weights' licence
   * @param origin a sentence on what the model was fitted from, or empty
   * @param sources rows of the data table
   * @param command the command that trained it
   */
  record Facts(
      String name, String license, String origin, List<DataSource> sources, String command) {
    private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** Fails at the start rather than after hours of training. */
    void check() throws TrainException {
      if (!NAMES.matcher(name).matches()) {
        throw new TrainException(
            "a model's name has letters, digits, dots, dashes and underscores, at most 64, not \""
                + name
                + "\"; give one with --name");
      }
    }
  }

  /** Writes the three files; the model replaces an earlier one atomically. */
  static void write(
      Path folder, Facts facts, ModelConfig config, TrainSettings settings, Trainer trainer)
      throws IOException {
    FlatParameters flat = trainer.flat();
    float[] values = trainer.values();
    Validation.Result validation = trainer.lastValidation();
    Path file = folder.resolve(facts.name() + ".safetensors");
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("license", facts.license());
    metadata.put("steps", Integer.toString(trainer.steps()));
    metadata.put("bytes_seen", Long.toString(trainer.symbols()));
    if (!facts.origin().isEmpty()) {
      metadata.put("origin", facts.origin());
    }
    Path temporary = folder.resolve(facts.name() + ".safetensors.tmp");
    try {
      ModelFile.write(
          temporary,
          settings.int8() ? Safetensors.DType.I8 : Safetensors.DType.F16,
          facts.name(),
          config,
          name -> tensor(flat, values, name),
          metadata);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw new IOException("cannot write " + file + ": " + e.getMessage(), e);
    }
    Files.writeString(folder.resolve(facts.name() + ".json"), ConfigJson.pretty(config));
    Map<String, Double> bits = new LinkedHashMap<>();
    List<String> modalities = new ArrayList<>();
    validation
        .held()
        .forEach(
            (kind, value) -> bits.put("held-out " + kind + " (a window's second half)", value));
    validation
        .other()
        .forEach(
            (kind, value) -> bits.put("other " + kind + ", not of the training sources", value));
    trainer.mixture().keySet().forEach(kind -> modalities.add(kind.toString()));
    ModelFile written = ModelFile.load(file);
    ModelCard card =
        new ModelCard(
            facts.name(),
            summary(modalities) + (facts.origin().isEmpty() ? "" : " " + facts.origin()),
            facts.license(),
            modalities,
            facts.sources(),
            config,
            flat.parameters(),
            trainer.steps(),
            trainer.symbols(),
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

  /** The sources of a pack that are trained on; a kind's sources share its part of the mixture. */
  static List<DataSource> sources(Pack pack, Map<Modality, Double> mixture) {
    double weights = mixture.values().stream().mapToDouble(Double::doubleValue).sum();
    List<DataSource> sources = new ArrayList<>();
    mixture.forEach(
        (modality, weight) -> {
          List<SourceInfo> ofKind =
              pack.info().sources().stream()
                  .filter(s -> s.modality() == modality && s.split() == Split.TRAIN)
                  .toList();
          double bytes = ofKind.stream().mapToDouble(SourceInfo::decodedBytes).sum();
          for (SourceInfo source : ofKind) {
            sources.add(
                new DataSource(
                    name(source),
                    source.licence() == null || source.licence().isBlank()
                        ? "not stated"
                        : source.licence(),
                    weight / weights * source.decodedBytes() / bytes));
          }
        });
    return sources;
  }

  private static String name(SourceInfo source) {
    Origin origin = source.origin();
    return origin == null || origin.repository() == null || origin.repository().isBlank()
        ? source.name()
        : "%s (%s @ %s)".formatted(source.name(), origin.repository(), origin.commit());
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
