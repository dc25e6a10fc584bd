package io.bytezip.train;

import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.PixelsLayout;
import io.bytezip.modalities.SamplesLayout;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The tracks of one kind of data: those to train on, and those held out for validation.
 *
 * <p>Held out are every twentieth file (in seeded order) of pictures and recordings, and the last
 * fiftieth of every text file.
 *
 * @param training tracks to train on
 * @param held tracks for validation
 */
record TrainData(List<Track> training, List<Track> held) {
  private static final int HELD_FILE = 20;
  private static final int HELD_TEXT = 50;
  private static final String FORMAT = "bytezip tracks 1";

  /** How data is read; see the settings of the same names. */
  record Reading(boolean raw, long maxBytes, long seed, Map<String, Double> caps) {}

  private record Source(Path file, String group, long size) {}

  /**
   * Reads a folder, or its cache.
   *
   * @param cache folder for layouts already run, or {@code null}
   * @param note receives lines for the user: files left out, progress
   */
  static TrainData load(
      Modality modality, Path folder, Reading reading, Path cache, Consumer<String> note)
      throws IOException, TrainException {
    List<Source> sources = sources(modality, folder);
    if (sources.isEmpty()) {
      throw new TrainException("no files in " + folder);
    }
    boolean cached = cache != null && modality != Modality.TEXT;
    Path file =
        cached ? cache.resolve(modality + "-" + key(modality, reading, sources) + ".tracks") : null;
    if (cached && Files.exists(file)) {
      return readCache(file);
    }
    TrainData data = read(modality, sources, reading, note);
    if (data.training.isEmpty()) {
      throw new TrainException("no " + modality + " could be read from " + folder);
    }
    if (cached) {
      Files.createDirectories(cache);
      data.writeCache(file);
    }
    return data;
  }

  private static List<Source> sources(Modality modality, Path folder)
      throws IOException, TrainException {
    if (!Files.isDirectory(folder)) {
      throw new TrainException("no such folder: " + folder);
    }
    List<Source> sources = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.sorted()::iterator) {
        if (Files.isRegularFile(file) && !file.getFileName().toString().startsWith(".")) {
          Path relative = folder.relativize(file);
          boolean nested = relative.getNameCount() > 1;
          String group =
              modality == Modality.TEXT || !nested
                  ? relative.toString()
                  : relative.getName(0).toString();
          if (modality != Modality.TEXT && !nested) {
            group = folder.getFileName().toString();
          }
          sources.add(new Source(file, group, Files.size(file)));
        }
      }
    }
    return sources;
  }

  private static TrainData read(
      Modality modality, List<Source> sources, Reading reading, Consumer<String> note)
      throws IOException {
    List<Source> order = new ArrayList<>(sources);
    Random random = new Random(reading.seed());
    Collections.shuffle(order, random);
    List<Track> training = new ArrayList<>();
    List<Track> held = new ArrayList<>();
    Map<String, Long> ofPrefix = new HashMap<>();
    long limit = reading.maxBytes() == 0 ? Long.MAX_VALUE : reading.maxBytes();
    long all = order.stream().mapToLong(Source::size).sum();
    long total = 0;
    int skipped = 0;
    long noted = System.nanoTime();
    for (int i = 0; i < order.size() && (total < limit || modality == Modality.TEXT); i++) {
      Source source = order.get(i);
      String prefix =
          reading.caps().keySet().stream()
              .filter(source.group()::startsWith)
              .findFirst()
              .orElse("");
      if (!prefix.isEmpty()
          && ofPrefix.getOrDefault(prefix, 0L) > reading.caps().get(prefix) * limit) {
        continue;
      }
      FileData data;
      try {
        data = FileData.read(source.file(), modality, reading.raw());
      } catch (IOException | RuntimeException e) {
        // Decoders throw unchecked exceptions on damaged files; one bad file should not end a run.
        skipped++;
        note.accept("left out " + source.file() + ": " + e.getMessage());
        continue;
      }
      total += data.bytes().length;
      ofPrefix.merge(prefix, (long) data.bytes().length, Long::sum);
      if (modality == Modality.TEXT) {
        // Texts are few and each of its own kind: a limit takes the same part of every one.
        double part = Math.min(1, (double) limit / all);
        byte[] bytes = Arrays.copyOf(data.bytes(), (int) (part * data.bytes().length));
        splitText(source.group(), bytes, training, held);
        continue;
      }
      // Few lanes for every other file: archives have both freshly started and settled predictors.
      int most = data.layout().maxLanes(data.bytes().length);
      int lanes = random.nextBoolean() ? most : Math.max(1, most / 4);
      (i % HELD_FILE == HELD_FILE - 1 ? held : training)
          .addAll(LayoutTracks.of(source.group(), data.layout(), data.bytes(), lanes));
      if (System.nanoTime() - noted > 10_000_000_000L) {
        noted = System.nanoTime();
        note.accept("%s: %.1f MB read".formatted(modality, total / 1e6));
      }
    }
    if (skipped > 0) {
      note.accept(skipped + " files of " + modality + " left out");
    }
    return new TrainData(training, held);
  }

  private static void splitText(
      String group, byte[] bytes, List<Track> training, List<Track> held) {
    int kept = bytes.length - bytes.length / HELD_TEXT;
    training.add(new Track(group, BytesLayout.ID, Arrays.copyOf(bytes, kept), new byte[0]));
    if (kept < bytes.length) {
      held.add(
          new Track(
              group, BytesLayout.ID, Arrays.copyOfRange(bytes, kept, bytes.length), new byte[0]));
    }
  }

  private static String key(Modality modality, Reading reading, List<Source> sources)
      throws IOException {
    StringBuilder text = new StringBuilder(FORMAT);
    text.append(modality).append(reading);
    text.append(PixelsLayout.VERSION);
    text.append(SamplesLayout.VERSION);
    for (Source source : sources) {
      text.append('\n').append(source.file().getFileName()).append(' ').append(source.size());
      text.append(' ').append(Files.getLastModifiedTime(source.file()).toMillis());
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private void writeCache(Path file) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16))) {
      for (List<Track> tracks : List.of(training, held)) {
        out.writeInt(tracks.size());
        for (Track track : tracks) {
          out.writeUTF(track.group());
          out.writeUTF(track.layout());
          out.writeInt(track.length());
          out.writeInt(track.contexts().length);
          out.write(track.symbols());
          out.write(track.contexts());
        }
      }
    }
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static TrainData readCache(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      return new TrainData(readTracks(in), readTracks(in));
    }
  }

  private static List<Track> readTracks(DataInputStream in) throws IOException {
    int count = in.readInt();
    List<Track> tracks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String group = in.readUTF();
      String layout = in.readUTF();
      byte[] symbols = new byte[in.readInt()];
      byte[] contexts = new byte[in.readInt()];
      in.readFully(symbols);
      in.readFully(contexts);
      tracks.add(new Track(group, layout, symbols, contexts));
    }
    return tracks;
  }
}
