package io.bytezip.modalities.recipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.modalities.MalformedRecipeException;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PictureTransformsTest {
  private static byte[] join(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  private static byte[] runs(Random random, int length, int values) {
    byte[] bytes = new byte[length];
    int i = 0;
    while (i < length) {
      byte value = (byte) random.nextInt(values);
      for (int k = random.nextInt(random.nextInt(8) == 0 ? 300 : 6); k >= 0 && i < length; k--) {
        bytes[i++] = value;
      }
    }
    return bytes;
  }

  @Property(tries = 300)
  void lzwComesBack(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    boolean tiff = random.nextBoolean();
    int literalBits = tiff ? 8 : 2 + random.nextInt(7);
    LzwWriter writer = new LzwWriter(random, tiff, literalBits);
    byte[] symbols = runs(random, random.nextInt(9000), 1 << literalBits);
    byte[] stream = writer.write(symbols);
    byte[] file = join(join(new byte[3], stream), new byte[random.nextInt(3)]);
    Lzw.Variant variant = tiff ? Lzw.Variant.TIFF : Lzw.Variant.GIF;
    Lzw.Apart apart = Lzw.apart(variant, literalBits, file, 3, file.length, symbols.length);
    assertNotNull(apart);
    assertArrayEquals(symbols, apart.symbols());
    byte[] input = join(apart.corrections(), symbols);
    byte[] made = Transforms.apply(apart.lzw(), input);
    assertArrayEquals(Arrays.copyOfRange(file, 3, 3 + apart.size()), made);
    assertTrue(apart.size() >= stream.length);
  }

  @Test
  void anEncoderThatFillsItsTableNeedsOneCorrectionForEachClearing() throws Exception {
    Random random = new Random(1);
    byte[] symbols = new byte[40_000];
    random.nextBytes(symbols);
    LzwWriter writer = new LzwWriter(random, false, 8).clearing(3000);
    byte[] stream = writer.write(symbols);
    Lzw.Apart apart = Lzw.apart(Lzw.Variant.GIF, 8, stream, 0, stream.length, symbols.length);
    assertEquals(writer.clearings() * 3, apart.corrections().length);
    assertNull(Lzw.apart(Lzw.Variant.GIF, 8, stream, 0, stream.length, symbols.length - 1));
  }

  @Test
  void anEncoderThatClearsAllTheTimeIsLeftAlone() {
    byte[] symbols = new byte[8000];
    LzwWriter writer = new LzwWriter(new Random(3), false, 2).clearing(10);
    byte[] stream = writer.write(symbols);
    assertNull(Lzw.apart(Lzw.Variant.GIF, 2, stream, 0, stream.length, symbols.length));
    assertTrue(writer.clearings() * 2 > stream.length / 8 + 16);
  }

  @Test
  void whatIsNoLzwIsRefused() {
    Random random = new Random(2);
    int opened = 0;
    for (int i = 0; i < 3000; i++) {
      byte[] bytes = new byte[60];
      random.nextBytes(bytes);
      // A clear code of nine bits, as it should be.
      bytes[0] = 0;
      bytes[1] |= 1;
      Lzw.Apart apart = Lzw.apart(Lzw.Variant.GIF, 8, bytes, 0, bytes.length, 5000);
      opened += apart == null ? 0 : 1;
      assertNull(Lzw.apart(Lzw.Variant.TIFF, 8, bytes, 0, bytes.length, 5000));
    }
    assertTrue(opened < 3000);
  }

  @Property(tries = 200)
  void subBlocksComeBack(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    List<Integer> lengths = new ArrayList<>();
    int total = 0;
    for (int i = random.nextInt(9); i > 0; i--) {
      int length = random.nextBoolean() ? 255 : 1 + random.nextInt(255);
      for (int k = random.nextInt(4); k >= 0; k--) {
        lengths.add(length);
        total += length;
      }
    }
    byte[] stream = new byte[total];
    random.nextBytes(stream);
    byte[] expected = new byte[total + lengths.size() + 1];
    int at = 0;
    int from = 0;
    for (int length : lengths) {
      expected[at++] = (byte) length;
      System.arraycopy(stream, from, expected, at, length);
      at += length;
      from += length;
    }
    assertArrayEquals(expected, Transforms.apply(SubBlocks.of(lengths), stream));
  }

  @Test
  void usualSubBlocksGoWithoutSaying() {
    assertTrue(SubBlocks.of(List.of(255, 255, 7)).runs().isEmpty());
    assertTrue(SubBlocks.of(List.of(255, 255)).runs().isEmpty());
    assertTrue(SubBlocks.of(List.of(3)).runs().isEmpty());
    assertTrue(SubBlocks.of(List.of()).runs().isEmpty());
    assertEquals(
        List.of(new SubBlocks.Run(254, 2)), SubBlocks.of(List.of(254, 254, 255, 3)).runs());
  }

  @Property(tries = 100)
  void interlacedRowsComeBack(
      @ForAll @IntRange(min = 1, max = 9) int width, @ForAll @IntRange(max = 40) int height)
      throws Exception {
    byte[] rows = new byte[width * height];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (byte) (i / width);
    }
    GifRows order = new GifRows(width);
    byte[] passes = Transforms.apply(order, rows);
    assertArrayEquals(rows, order.ordered(passes));
    if (height > 8) {
      assertEquals(8, passes[width]);
    }
  }

  @Property(tries = 300)
  void qoiComesBack(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    int channels = 3 + random.nextInt(2);
    int pixels = random.nextInt(3000);
    byte[] raster = new byte[pixels * channels];
    int value = random.nextInt();
    for (int i = 0; i < pixels; i++) {
      switch (random.nextInt(6)) {
        case 0 -> value = random.nextInt();
        case 1 -> value += random.nextInt(0x04040404) & 0x03030303;
        case 2 -> value += random.nextInt() & 0x0F1F0F00;
        case 3 -> value = i > 9 ? at(raster, channels, random.nextInt(i)) : value;
        default -> {}
      }
      for (int k = 0; k < channels; k++) {
        raster[i * channels + k] = (byte) (value >> 24 - 8 * k);
      }
    }
    Qoi qoi = new Qoi(channels);
    byte[] made = Transforms.apply(qoi, raster);
    byte[] file = join(join(new byte[2], made), new byte[random.nextInt(2)]);
    Qoi.Chunks chunks = qoi.apart(file, 2, file.length, pixels);
    assertNotNull(chunks);
    assertEquals(made.length, chunks.size());
    assertArrayEquals(raster, chunks.raster());
    assertNull(qoi.apart(file, 2, 2 + made.length - 1, pixels));
  }

  private static int at(byte[] raster, int channels, int pixel) {
    int value = 0;
    for (int k = 0; k < channels; k++) {
      value |= (raster[pixel * channels + k] & 255) << 24 - 8 * k;
    }
    return value;
  }

  /** The specification's own words: each kind of chunk. */
  @Test
  void qoiChunksAreThoseOfTheSpecification() throws Exception {
    byte[] raster = {
      0,
      0,
      0,
      (byte) 255, // a run from the first pixel's predecessor
      1,
      0,
      1,
      (byte) 255, // small differences
      10,
      10,
      11,
      (byte) 255, // differences to green
      10,
      10,
      11,
      7, // all four
      1,
      0,
      1,
      (byte) 255, // seen before
      (byte) 200,
      0,
      1,
      (byte) 255, // red, green, blue
    };
    byte[] expected = {
      (byte) 0xC0,
      0x40 | 3 << 4 | 2 << 2 | 3,
      (byte) (0x80 | 42),
      7 << 4 | 8,
      (byte) 0xFF,
      10,
      10,
      11,
      7,
      (1 * 3 + 1 * 7 + 255 * 11) % 64,
      (byte) 0xFE,
      (byte) 200,
      0,
      1,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      1
    };
    assertArrayEquals(expected, Transforms.apply(new Qoi(4), raster));
  }

  @Property(tries = 400)
  void packetsComeBack(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    Packets.Variant variant = Packets.Variant.values()[random.nextInt(2)];
    int width = 1 + random.nextInt(4);
    int row = 1 + random.nextInt(200);
    byte[] elements = new byte[width * random.nextInt(2000)];
    byte[] values = runs(random, elements.length / width, 2 + random.nextInt(40));
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (byte) (values[i / width] + i % width);
    }
    int count = elements.length / width;
    for (Packets.Rule rule : Packets.Rule.values()) {
      if (rule == Packets.Rule.STORED) {
        continue;
      }
      int limit = random.nextBoolean() ? row : Integer.MAX_VALUE;
      byte[] made = Transforms.apply(new Packets(variant, width, rule, limit, 0), elements);
      Packets.Apart apart = Packets.apart(variant, width, made, 0, made.length, count, row);
      assertNotNull(apart);
      assertEquals(0, apart.heads().length);
      assertArrayEquals(elements, apart.elements());
      assertArrayEquals(made, Transforms.apply(apart.packets(), elements));
    }
  }

  @Property(tries = 300)
  void anyPacketsComeBack(@ForAll byte[] bytes, @ForAll boolean tga) throws Exception {
    Packets.Variant variant = tga ? Packets.Variant.TGA : Packets.Variant.PACK_BITS;
    for (int elements : new int[] {1, 50, 2000}) {
      Packets.Apart apart = Packets.apart(variant, 1, bytes, 0, bytes.length, elements, 7);
      if (apart != null) {
        byte[] input = join(apart.heads(), apart.elements());
        byte[] made = Transforms.apply(apart.packets(), input);
        assertArrayEquals(Arrays.copyOf(bytes, apart.size()), made);
      }
    }
  }

  @Property(tries = 200)
  void differencesComeBack(
      @ForAll @IntRange(min = 1, max = 30) int samples,
      @ForAll @IntRange(min = 1, max = 5) int channels,
      @ForAll @IntRange(max = 2) int order,
      @ForAll long seed)
      throws Exception {
    Differences.Order bytes = Differences.Order.values()[order];
    int unit = order == 0 ? 1 : 2;
    Differences differences = new Differences(samples * unit, channels, bytes);
    byte[] rows = new byte[unit * new Random(seed).nextInt(300)];
    new Random(seed).nextBytes(rows);
    byte[] made = Transforms.apply(differences, rows);
    assertArrayEquals(rows, differences.summed(made));
  }

  @Test
  void differencesCarryFromByteToByte() throws Exception {
    byte[] rows = {1, 0, 0, (byte) 255, 5, 5, 4, 6};
    assertArrayEquals(
        new byte[] {1, 0, (byte) 255, (byte) 255, 5, 5, (byte) 255, 1},
        Transforms.apply(new Differences(4, 1, Differences.Order.BIG_ENDIAN), rows));
    assertArrayEquals(
        new byte[] {1, 0, (byte) 255, (byte) 254, 5, 5, (byte) 255, 0},
        Transforms.apply(new Differences(4, 1, Differences.Order.LITTLE_ENDIAN), rows));
    assertArrayEquals(
        new byte[] {1, 0, (byte) 255, (byte) 255, 5, 5, (byte) 255, 1},
        Transforms.apply(new Differences(4, 2, Differences.Order.BYTE), rows));
  }

  @Test
  void badParametersAreRefused() {
    int[][] bad = {
      {16, 1, 0}, {16, 9, 0}, {16, 8 | 3 << 5, 0}, {17, 1, 0, 1}, {17, 1, 5, 0}, {18, 0},
      {19, 2}, {19, 5}, {20, 0, 1}, {20, 5, 1}, {20, 1 | 4 << 4, 1}, {20, 1 | 1 << 4, 0},
      {21, 0, 1, 0}, {21, 4, 0, 0}, {21, 4, 1, 3}, {21, 3, 1, 1}, {22}, {15}
    };
    for (int[] parameters : bad) {
      byte[] bytes = new byte[parameters.length - 1];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) parameters[i + 1];
      }
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
      assertThrows(
          MalformedRecipeException.class,
          () -> Transform.read(parameters[0], in),
          () -> Arrays.toString(parameters));
    }
  }
}
