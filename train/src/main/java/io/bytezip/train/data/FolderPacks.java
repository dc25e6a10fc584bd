package io.bytezip.train.data;

import io.bytezip.modalities.PixelsLayout;
import io.bytezip.modalities.SamplesLayout;
import io.bytezip.train.data.Recipe.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Packs of folders without a recipe, kept for the next run with the same files and settings. */
public final class FolderPacks {
  /**
   * How folders are read.
   *
   * @param raw whether pictures and recordings are seen as plain bytes
   * @param seed of the order of files
   * @param maxBytes most decoded bytes of a kind, 0 for no limit
   * @param caps greatest share of all groups (folders; files of text) with this name prefix
   */
  public record Reading(boolean raw, long seed, long maxBytes, Map<String, Double> caps) {}

  /**
   * Files of one kind from one place.
   *
   * @param split what they are for
   * @param place the folder or file that the user named
   * @param files the files, sorted
   */
  public record Input(Modality modality, Split split, Path place, List<Path> files) {
    /** Copies the list. */
    public Input {
      files = List.copyOf(files);
    }

    /** All files of a folder, those with a leading dot left out; or one file. */
    public static Input of(Modality modality, Split split, Path place)
        throws IOException, TrainException {
      return new Input(modality, split, place, files(place));
    }

    /**
     * The files that {@link #of} takes.
     *
     * @throws TrainException if there are none
     */
    public static List<Path> files(Path place) throws IOException, TrainException {
      if (!Files.exists(place)) {
        throw new TrainException("no such folder: " + place);
      }
      List<Path> files = FileTree.files(place);
      if (files.isEmpty()) {
        throw new TrainException("no files in " + place);
      }
      return files;
    }

    private String name() {
      Path name = place.toAbsolutePath().normalize().getFileName();
      return name == null ? "data" : name.toString();
    }
  }

  private final Path cache;
  private final PackOptions options;
  private final Consumer<String> note;

  /**
   * @param cache folder for packs, made where needed
   */
  public FolderPacks(Path cache, PackOptions options, Consumer<String> note) {
    this.cache = cache;
    this.options = options;
    this.note = note;
  }

  /** The pack of these files: from the cache if nothing has changed, else made now. */
  public Pack open(List<Input> inputs, Reading reading) throws IOException, TrainException {
    Map<Modality, Double> mixture = new EnumMap<>(Modality.class);
    Map<Modality, Long> maxBytes = new EnumMap<>(Modality.class);
    List<Source> sources = new ArrayList<>();
    List<InputFile> files = new ArrayList<>();
    for (Input input : inputs) {
      mixture.put(input.modality(), 1.0);
      if (reading.maxBytes() > 0) {
        maxBytes.put(input.modality(), reading.maxBytes());
      }
      Source source =
          new Source(
              input.name(),
              input.modality(),
              input.split(),
              "",
              reading.raw(),
              0,
              "",
              new Origin("", "", ""),
              "");
      sources.add(source);
      for (Path file : input.files()) {
        files.add(inputFile(source, input, file));
      }
    }
    Recipe recipe =
        new Recipe(
            "folders",
            reading.seed(),
            true,
            FileData.HALF,
            0,
            mixture,
            Recipe.HELD,
            reading.caps(),
            maxBytes,
            Map.of(),
            sources);
    Path out = cache.resolve("pack-" + key(reading, files));
    if (Files.exists(out)) {
      return Pack.open(out);
    }
    try {
      return Packer.pack(recipe, files, out, options, note);
    } catch (TrainException e) {
      if (Files.exists(out)) {
        // Another process was faster.
        return Pack.open(out);
      }
      throw e;
    }
  }

  private static InputFile inputFile(Source source, Input input, Path file) throws IOException {
    boolean single = file.equals(input.place());
    Path relative = single ? file.getFileName() : input.place().relativize(file);
    String path = relative.toString().replace('\\', '/');
    String group =
        source.modality() == Modality.TEXT
            ? path
            : relative.getNameCount() > 1 ? relative.getName(0).toString() : source.name();
    return new InputFile(source, group, path, file, Files.size(file));
  }

  private static String key(Reading reading, List<InputFile> files) throws IOException {
    StringBuilder text = new StringBuilder(PackInfo.FORMAT);
    text.append(reading.raw()).append(' ').append(reading.seed());
    text.append(' ').append(reading.maxBytes()).append(new TreeMap<>(reading.caps()));
    text.append(PixelsLayout.VERSION).append(' ').append(SamplesLayout.VERSION);
    for (InputFile file : files) {
      text.append('\n').append(file.source().modality()).append(' ');
      text.append(file.source().split()).append(' ').append(file.path());
      // Files of other folders may have the same name, size and time.
      text.append(' ').append(file.file().toRealPath());
      text.append(' ').append(file.size());
      text.append(' ').append(Files.getLastModifiedTime(file.file()).toMillis());
    }
    return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 16);
  }
}
