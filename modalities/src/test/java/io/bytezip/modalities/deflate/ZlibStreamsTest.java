package io.bytezip.modalities.deflate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.modalities.MalformedRecipeException;
import io.bytezip.modalities.deflate.DeflateSettings.Strategy;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ZlibStreamsTest {
  /** Knuth's MMIX generator: the same bytes everywhere. */
  private static final class Numbers {
    private long state;

    Numbers(long seed) {
      state = seed;
    }

    long next() {
      state = state * 6364136223846793005L + 1442695040888963407L;
      return state >>> 33;
    }
  }

  private static byte[] noisy(int length) {
    Numbers numbers = new Numbers(1);
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (numbers.next() % 7 * (numbers.next() % 7));
    }
    return bytes;
  }

  private static byte[] repeats(int length) {
    Numbers numbers = new Numbers(2);
    byte[] bytes = new byte[length + 300];
    int size = 0;
    while (size < length) {
      long value = numbers.next();
      if (size > 64 && value % 3 == 0) {
        int distance = 1 + (int) (numbers.next() % Math.min(size, 40_000));
        int count = 3 + (int) (numbers.next() % 290);
        for (int i = 0; i < count; i++, size++) {
          bytes[size] = bytes[size - distance];
        }
      } else {
        bytes[size++] = (byte) (numbers.next() % 64);
      }
    }
    return java.util.Arrays.copyOf(bytes, length);
  }

  private static byte[] random(int length) {
    Numbers numbers = new Numbers(3);
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) numbers.next();
    }
    return bytes;
  }

  private static byte[] deflate(byte[] data, DeflateSettings settings)
      throws MalformedRecipeException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DeflateRestorer.restore(
        data,
        0,
        data.length,
        new Recreation(settings, new byte[0]),
        (bytes, length) -> {
          out.write(bytes, 0, length);
          return true;
        });
    return out.toByteArray();
  }

  /**
   * One checksum over the streams of all levels, two strategies, three sizes of tables, then of
   * Huffman alone and of runs.
   */
  private static String checksum(byte[] data) throws MalformedRecipeException {
    CRC32 crc = new CRC32();
    long length = 0;
    int[][] sizes = {{8, 15}, {9, 15}, {5, 10}};
    for (int level = 1; level <= 9; level++) {
      for (Strategy strategy : new Strategy[] {Strategy.DEFAULT, Strategy.FILTERED}) {
        for (int[] size : sizes) {
          byte[] stream = deflate(data, new DeflateSettings(level, size[0], strategy, size[1]));
          crc.update(stream);
          length += stream.length;
        }
      }
    }
    for (Strategy strategy : new Strategy[] {Strategy.HUFFMAN_ONLY, Strategy.RLE}) {
      byte[] stream = deflate(data, new DeflateSettings(6, 8, strategy, 15));
      crc.update(stream);
      length += stream.length;
    }
    return String.format("%08x %d", crc.getValue(), length);
  }

  /** The expected values were made with zlib 1.2.13. */
  @Test
  void streamsAreThoseOfZlib() throws MalformedRecipeException {
    assertEquals("358d65d0 2987104", checksum(noisy(100_000)));
    assertEquals("985896eb 2369661", checksum(repeats(300_000)));
    assertEquals("8ca6c7de 2257316", checksum(random(40_000)));
    assertEquals("4eb0cf9f 17766", checksum(new byte[70_000]));
    assertEquals("2ac9f762 672", checksum(noisy(10)));
    assertEquals("2643384d 112", checksum(new byte[0]));
  }

  @Property(tries = 200)
  void streamsInflate(
      @ForAll long seed,
      @ForAll @IntRange(max = 40_000) int length,
      @ForAll @IntRange(min = 1, max = 9) int level,
      @ForAll @IntRange(min = 1, max = 9) int memLevel,
      @ForAll @IntRange(min = 9, max = 15) int windowBits,
      @ForAll Strategy strategy)
      throws Exception {
    Random random = new Random(seed);
    int symbols = 1 + random.nextInt(256);
    byte[] data = new byte[length];
    for (int i = 0; i < length; i++) {
      boolean repeat = i > 500 && random.nextInt(3) > 0;
      data[i] = repeat ? data[i - 1 - random.nextInt(3)] : (byte) random.nextInt(symbols);
    }
    byte[] stream = deflate(data, new DeflateSettings(level, memLevel, strategy, windowBits));
    byte[] inflated = new byte[length + 1];
    try (Inflater inflater = new Inflater(true)) {
      inflater.setInput(stream);
      int size = 0;
      while (!inflater.finished()) {
        int count = inflater.inflate(inflated, size, inflated.length - size);
        assertTrue(count > 0 || inflater.finished(), "the stream ends early");
        size += count;
      }
      assertEquals(length, size);
      assertEquals(0, inflater.getRemaining());
    }
    assertArrayEquals(data, java.util.Arrays.copyOf(inflated, length));
  }

  @Test
  void stopsWhenTheSinkHasEnough() {
    int[] calls = new int[1];
    Recreation recreation =
        new Recreation(new DeflateSettings(1, 1, Strategy.DEFAULT, 15), new byte[0]);
    assertThrows(
        MalformedRecipeException.class,
        () ->
            DeflateRestorer.restore(
                random(100_000),
                0,
                100_000,
                recreation,
                (bytes, length) -> {
                  calls[0]++;
                  return false;
                }));
    assertEquals(1, calls[0]);
  }

  @Test
  void theSettingsAreFound() throws MalformedRecipeException {
    byte[] data = noisy(30_000);
    for (int level : new int[] {1, 4, 6, 9}) {
      DeflateSettings settings = new DeflateSettings(level, 9, Strategy.DEFAULT, 15);
      byte[] stream = deflate(data, settings);
      Inflated inflated =
          DeflateAnalyser.analyse(stream, 0, stream.length, data.length).orElseThrow();
      assertArrayEquals(data, inflated.plain());
      assertEquals(stream.length, inflated.size());
      assertTrue(inflated.recreation().exact());
      assertArrayEquals(stream, deflate(data, inflated.recreation().settings()));
    }
  }
}
