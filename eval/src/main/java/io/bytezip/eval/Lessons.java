package io.bytezip.eval;

import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.Layout;
import io.bytezip.modalities.Modality;
import io.bytezip.modalities.Pixels16Layout;
import io.bytezip.modalities.PixelsLayout;
import io.bytezip.modalities.SamplesLayout;
import io.bytezip.modalities.Segment;
import io.bytezip.modalities.Segmenter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Short pieces of files, for a mixer's start to be learned from: some to learn, others, of other
 * files, to measure by. The same files and the same seed give the same pieces.
 *
 * @param training pieces to learn from
 * @param held pieces of every fifth file
 */
public record Lessons(List<Segment> training, List<Segment> held) {
  private static final int EVERY = 5;
  private static final long MAX_FILE = 16 << 20;

  /** The lengths held out, and how often; pictures and recordings have twice as many bytes. */
  private static final int[] HELD = {
    1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 4000, 4000, 4000, 4000, 4000, 4000, 16_000,
    16_000, 16_000, 32_000
  };

  private static final int SHORTEST = 1000;
  private static final int DOUBLINGS = 5;

  /**
   * Cuts pieces of a folder's files.
   *
   * @param folder of files, at least five; or one file
   * @param plain whether to take them as plain bytes; else pixels and samples are looked for
   * @param count how many pieces to learn from
   * @throws IOException when there is nothing to learn from, too
   */
  public static Lessons of(Path folder, boolean plain, int count, long seed) throws IOException {
    List<Path> files = files(folder);
    if (files.size() < EVERY) {
      throw new IOException(folder + " has fewer than " + EVERY + " files");
    }
    List<Path> kept = new ArrayList<>();
    List<Path> held = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      (i % EVERY == EVERY - 1 ? held : kept).add(files.get(i));
    }
    SplittableRandom random = new SplittableRandom(seed);
    int unit = plain ? 1 : 2;
    Cutter lessons = new Cutter(kept, plain, random);
    List<Segment> training = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      // Evenly spread doublings from 1 to 32 kB, without logarithms.
      int doubling = i % DOUBLINGS;
      int length = (SHORTEST << doubling) + random.nextInt(SHORTEST << doubling);
      training.add(lessons.cut(length * unit));
    }
    Cutter trials = new Cutter(held, plain, random);
    List<Segment> measured = new ArrayList<>();
    for (int length : HELD) {
      measured.add(trials.cut(length * unit));
    }
    return new Lessons(List.copyOf(training), List.copyOf(measured));
  }

  /**
   * Cuts short pieces of all of a folder's files as plain bytes, for a primer.
   *
   * @param count how many pieces, of a thousand bytes or so
   * @throws IOException when no file is long enough, too
   */
  public static List<Segment> snippets(Path folder, int count, long seed) throws IOException {
    Cutter cutter = new Cutter(files(folder), true, new SplittableRandom(seed));
    List<Segment> snippets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      snippets.add(cutter.cut(SHORTEST));
    }
    return snippets;
  }

  /** All files below; links are followed. */
  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Takes pieces of files in turn. */
  private static final class Cutter {
    private final List<Path> files;
    private final boolean plain;
    private final SplittableRandom random;
    private final Map<Path, Segment> loaded = new HashMap<>();
    private int next;

    Cutter(List<Path> files, boolean plain, SplittableRandom random) {
      this.files = new ArrayList<>(files);
      this.plain = plain;
      this.random = random;
      for (int i = files.size(); i > 1; i--) {
        Collections.swap(this.files, i - 1, random.nextInt(i));
      }
    }

    Segment cut(int length) throws IOException {
      for (int tries = 0; tries < 2 * files.size(); tries++) {
        Path file = files.get(next++ % files.size());
        Segment segment = loaded.get(file);
        if (segment == null) {
          segment = load(file);
          if (segment == null) {
            continue;
          }
          loaded.put(file, segment);
        }
        int unit = unit(segment.layout());
        int units = segment.bytes().length / unit;
        int wanted = Math.max(1, length / unit);
        if (units > 0 && units >= wanted / 2) {
          int from = random.nextInt(Math.max(1, units - wanted)) * unit;
          int to = Math.min(segment.bytes().length, from + wanted * unit);
          return new Segment(segment.layout(), Arrays.copyOfRange(segment.bytes(), from, to));
        }
      }
      throw new IOException("no file has " + length + " bytes of this kind");
    }

    /** The longest segment of the layout wanted; null if there is none. */
    private Segment load(Path file) throws IOException {
      Modality modality = plain ? Modality.GENERIC : Loader.modality(file);
      if (!plain && modality != Modality.IMAGE && modality != Modality.AUDIO) {
        return null;
      }
      byte[] bytes;
      try {
        Piece piece = new Piece(file.toString(), "", file, modality, 0, MAX_FILE);
        bytes = Loader.load(piece, MAX_FILE).bytes();
      } catch (UnreadableException _) {
        return null;
      }
      if (plain) {
        return bytes.length == 0 ? null : new Segment(new BytesLayout(), bytes);
      }
      return new Segmenter(bytes.length, bytes.length)
          .next(bytes, 0, bytes.length, true).segments().stream()
              .filter(segment -> !(segment.layout() instanceof BytesLayout))
              .max((one, other) -> Integer.compare(one.bytes().length, other.bytes().length))
              .orElse(null);
    }

    /** Bytes of a row or a frame. */
    private static int unit(Layout layout) {
      return switch (layout) {
        case BytesLayout() -> 1;
        case PixelsLayout pixels -> pixels.width() * pixels.channels();
        case Pixels16Layout pixels -> 2 * pixels.width() * pixels.channels();
        case SamplesLayout samples -> samples.channels() * samples.bits() / 8;
      };
    }
  }
}
