package io.bytezip.modalities;

import io.bytezip.modalities.deflate.DeflateSettings;
import io.bytezip.modalities.recipe.Differences;
import io.bytezip.modalities.recipe.LzwWriter;
import io.bytezip.modalities.recipe.Packets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Small TIFFs: one or several images, in strips or tiles, compressed in the ways that there are.
 */
final class TiffFiles {
  private static final int NONE = 1;
  private static final int LZW = 5;
  private static final int DEFLATE = 8;
  private static final int PACK_BITS = 32_773;

  /** A directory entry; values are all of one type. */
  private record Entry(int tag, int type, long... values) {}

  private final Random random;
  private final boolean bigEndian;
  private final boolean big;
  private final FileBytes file;

  private TiffFiles(Random random) {
    this.random = random;
    bigEndian = random.nextBoolean();
    big = random.nextInt(4) == 0;
    file = new FileBytes(random);
  }

  static byte[] any(Random random) {
    int[] compressions = {NONE, LZW, DEFLATE, PACK_BITS, 7};
    int[] depths = {1, 4, 8, 8, 8, 16, 32};
    return of(
        random, compressions[random.nextInt(5)], depths[random.nextInt(7)], 1 + random.nextInt(3));
  }

  /** A file of some images, all of the same kind. */
  static byte[] of(Random random, int compression, int depth, int images) {
    TiffFiles files = new TiffFiles(random);
    files.number(files.bigEndian ? 0x4D4D : 0x4949, 2).number(files.big ? 43 : 42, 2);
    if (files.big) {
      files.number(8, 2).number(0, 2);
    }
    List<List<Entry>> directories = new ArrayList<>();
    List<byte[]> bodies = new ArrayList<>();
    // The first directory comes behind all images, and the others behind it.
    int start = files.big ? 16 : 8;
    int at = start;
    for (int i = 0; i < images; i++) {
      List<byte[]> pieces = new ArrayList<>();
      directories.add(files.image(compression, depth, at, pieces));
      for (byte[] piece : pieces) {
        bodies.add(piece);
        at += piece.length;
      }
    }
    files.number(at, files.big ? 8 : 4);
    bodies.forEach(files.file::raw);
    for (int i = 0; i < images; i++) {
      files.directory(directories.get(i), i == images - 1);
    }
    return files.file.noise(random.nextInt(4)).toBytes();
  }

  private TiffFiles number(long value, int bytes) {
    file.number(value, bytes, bigEndian);
    return this;
  }

  private void directory(List<Entry> entries, boolean last) {
    int head = big ? 8 : 2;
    int field = big ? 8 : 4;
    int values = file.size() + head + entries.size() * (big ? 20 : 12) + field;
    int at = values;
    number(entries.size(), head);
    for (Entry entry : entries) {
      int width = entry.type == 3 ? 2 : 4;
      int bytes = width * entry.values.length;
      number(entry.tag, 2).number(entry.type, 2).number(entry.values.length, field);
      if (bytes > field) {
        number(at, field);
        at += bytes;
      } else {
        for (long value : entry.values) {
          number(value, width);
        }
        file.raw(new byte[field - bytes]);
      }
    }
    number(last ? 0 : at, field);
    for (Entry entry : entries) {
      int width = entry.type == 3 ? 2 : 4;
      if (width * entry.values.length > field) {
        for (long value : entry.values) {
          number(value, width);
        }
      }
    }
  }

  private List<Entry> image(int compression, int depth, int start, List<byte[]> pieces) {
    int width = 20 + random.nextInt(60);
    int height = 20 + random.nextInt(40);
    int channels = 1 + random.nextInt(4);
    boolean planes = channels > 1 && random.nextInt(3) == 0;
    boolean tiled = random.nextInt(3) == 0;
    int pieceWidth = tiled ? 16 : width;
    int pieceHeight = tiled ? 16 : 1 + random.nextInt(height);
    int across = tiled ? (width + 15) / 16 : 1;
    int down = (height + pieceHeight - 1) / pieceHeight;
    boolean differ = (depth == 8 || depth == 16) && compression != NONE && random.nextBoolean();
    int together = planes ? 1 : channels;
    int count = across * down * (planes ? channels : 1);
    long[] offsets = new long[count];
    long[] sizes = new long[count];
    int at = start;
    for (int i = 0; i < count; i++) {
      int rows = tiled ? 16 : Math.min(pieceHeight, height - i % down * pieceHeight);
      int rowBytes = (pieceWidth * together * depth + 7) / 8;
      byte[] bytes = file.wave(rowBytes * rows, 256);
      int used = pieceWidth * together * depth % 8;
      for (int y = 1; y <= rows && used > 0; y++) {
        bytes[y * rowBytes - 1] &= (byte) (0xFF00 >> used);
      }
      if (differ) {
        bytes = PictureFiles.made(new Differences(rowBytes, together, order(depth)), bytes);
      }
      byte[] piece = compressed(compression, bytes, rowBytes);
      pieces.add(piece);
      offsets[i] = at;
      sizes[i] = piece.length;
      at += piece.length;
    }
    long[] depths = new long[channels];
    java.util.Arrays.fill(depths, depth);
    List<Entry> entries = new ArrayList<>();
    entries.add(new Entry(256, 3, width));
    entries.add(new Entry(257, 4, height));
    entries.add(new Entry(258, 3, depths));
    entries.add(new Entry(259, 3, compression));
    entries.add(new Entry(262, 3, channels < 3 ? 1 : 2));
    if (!tiled) {
      entries.add(new Entry(273, 4, offsets));
    }
    entries.add(new Entry(277, 3, channels));
    if (!tiled) {
      entries.add(new Entry(278, 3, pieceHeight));
      entries.add(new Entry(279, 4, sizes));
    }
    entries.add(new Entry(284, 3, planes ? 2 : 1));
    entries.add(new Entry(317, 3, differ ? 2 : 1));
    if (tiled) {
      entries.add(new Entry(322, 3, 16));
      entries.add(new Entry(323, 3, 16));
      entries.add(new Entry(324, 4, offsets));
      entries.add(new Entry(325, 4, sizes));
    }
    return entries;
  }

  private Differences.Order order(int depth) {
    if (depth == 8) {
      return Differences.Order.BYTE;
    }
    return bigEndian ? Differences.Order.BIG_ENDIAN : Differences.Order.LITTLE_ENDIAN;
  }

  private byte[] compressed(int compression, byte[] bytes, int rowBytes) {
    return switch (compression) {
      case LZW -> new LzwWriter(random, true, 8).write(bytes);
      case DEFLATE ->
          TestFiles.zlib(
              bytes,
              new DeflateSettings(1 + random.nextInt(9), 8, DeflateSettings.Strategy.DEFAULT, 15));
      case PACK_BITS ->
          PictureFiles.made(
              new Packets(
                  Packets.Variant.PACK_BITS,
                  1,
                  Packets.Rule.values()[1 + random.nextInt(3)],
                  rowBytes,
                  0),
              bytes);
      case NONE -> bytes;
      default -> file.noiseBytes(bytes.length / 3 + 1);
    };
  }
}
