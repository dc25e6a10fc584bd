package io.bytezip.train.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.tukaani.xz.XZInputStream;

/**
 * A shard in memory: a header, where its tracks start, its symbols, then its context inputs plane
 * by plane.
 *
 * <p>All integers are little-endian: 8 bytes of magic "bzshard1"; 32-bit numbers of symbols, of
 * planes and of tracks, and a zero; the tracks' first symbols, 32 bits each, ascending from 0; the
 * symbols; plane after plane, in each one byte for every symbol.
 */
final class Shard {
  static final int HEADER = 24;
  private static final byte[] MAGIC = "bzshard1".getBytes(StandardCharsets.US_ASCII);

  private final String layout;
  private final byte[] bytes;
  private final int symbols;
  private final int planes;
  private final int[] starts;

  private Shard(String layout, byte[] bytes, int symbols, int planes, int[] starts) {
    this.layout = layout;
    this.bytes = bytes;
    this.symbols = symbols;
    this.planes = planes;
    this.starts = starts;
  }

  /** The decoded size of a shard. */
  static long size(long symbols, int planes, int tracks) {
    return HEADER + 4L * tracks + symbols * (1 + planes);
  }

  /** A shard of these tracks, which have the same layout; at least one symbol. */
  static Shard of(List<Track> tracks) {
    int symbols = tracks.stream().mapToInt(Track::length).sum();
    Track first = tracks.get(0);
    int planes = first.planes();
    int[] starts = new int[tracks.size()];
    byte[] bytes = new byte[Math.toIntExact(size(symbols, planes, starts.length))];
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    header.put(MAGIC).putInt(symbols).putInt(planes).putInt(starts.length).putInt(0);
    int body = HEADER + 4 * starts.length;
    int at = 0;
    for (int i = 0; i < starts.length; i++) {
      Track track = tracks.get(i);
      starts[i] = at;
      header.putInt(at);
      System.arraycopy(track.symbols(), 0, bytes, body + at, track.length());
      for (int p = 0; p < planes; p++) {
        int plane = body + (1 + p) * symbols + at;
        for (int t = 0; t < track.length(); t++) {
          bytes[plane + t] = track.contexts()[t * planes + p];
        }
      }
      at += track.length();
    }
    return new Shard(first.layout(), bytes, symbols, planes, starts);
  }

  /**
   * Reads a shard and checks it against what the pack says of it.
   *
   * @throws TrainException one line that says which file is broken, and how
   */
  static Shard read(Path folder, ShardInfo info) throws IOException, TrainException {
    Path file = folder.resolve(info.file());
    byte[] stored;
    try {
      stored = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new TrainException("broken shard: " + file + " is missing", e);
    }
    if (stored.length < info.bytes()) {
      throw new TrainException(
          "broken shard: %s is cut short, %,d of %,d bytes"
              .formatted(file, stored.length, info.bytes()));
    }
    if (!Sha256.of(stored).equals(info.sha256())) {
      throw new TrainException("broken shard: " + file + " does not have the SHA-256 of pack.json");
    }
    return parse(file, info, info.compressed() ? unpacked(file, info, stored) : stored);
  }

  private static byte[] unpacked(Path file, ShardInfo info, byte[] stored) throws TrainException {
    try (XZInputStream in = new XZInputStream(new ByteArrayInputStream(stored))) {
      long most = size(info.symbols(), info.planes(), info.tracks());
      return in.readNBytes(Math.toIntExact(most + 1));
    } catch (IOException | ArithmeticException e) {
      throw new TrainException("broken shard: " + file + " is no sound xz file", e);
    }
  }

  private static Shard parse(Path file, ShardInfo info, byte[] bytes) throws TrainException {
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    boolean sound =
        bytes.length == size(info.symbols(), info.planes(), info.tracks())
            && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
            && header.getInt(8) == info.symbols()
            && header.getInt(12) == info.planes()
            && header.getInt(16) == info.tracks();
    int[] starts = new int[sound ? info.tracks() : 0];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = header.getInt(HEADER + 4 * i);
      sound &= i == 0 ? starts[i] == 0 : starts[i] > starts[i - 1] && starts[i] < info.symbols();
    }
    if (!sound) {
      throw new TrainException("broken shard: " + file + " does not hold what pack.json says");
    }
    return new Shard(info.layout(), bytes, info.symbols(), info.planes(), starts);
  }

  /** Id of the layout. */
  String layout() {
    return layout;
  }

  int symbols() {
    return symbols;
  }

  int planes() {
    return planes;
  }

  int tracks() {
    return starts.length;
  }

  /** The first symbol of the track that holds the symbol {@code at}. */
  int trackStart(int at) {
    int found = Arrays.binarySearch(starts, at);
    return starts[found >= 0 ? found : -found - 2];
  }

  /** The first symbol of the next track after the one that starts at {@code start}. */
  int trackEnd(int start) {
    int next = Arrays.binarySearch(starts, start) + 1;
    return next < starts.length ? starts[next] : symbols;
  }

  /** All of it, as stored. */
  byte[] bytes() {
    return bytes;
  }

  /** Where in {@link #bytes} the symbols lie; the planes follow. */
  int offset() {
    return HEADER + 4 * starts.length;
  }
}
