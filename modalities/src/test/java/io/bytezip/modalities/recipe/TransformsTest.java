package io.bytezip.modalities.recipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.modalities.MalformedRecipeException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TransformsTest {
  private static final int[] BITS = {1, 2, 4, 8, 16, 24, 32, 48, 64};

  @Property(tries = 500)
  void pngRowsComeBack(
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(max = 8) int depth,
      @ForAll boolean interlaced,
      @ForAll @IntRange(max = PngRows.STORED) int filter,
      @ForAll long seed)
      throws Exception {
    Random random = new Random(seed);
    int bits = BITS[depth];
    PngRows shape = new PngRows(width, height, bits, interlaced, 0);
    byte[] raster = new byte[(int) shape.rasterBytes()];
    random.nextBytes(raster);
    clearEnds(raster, width, height, bits);
    byte[] made = Transforms.apply(shape, raster);
    assertEquals(shape.size(), made.length);
    PngRows.Apart apart = shape.apart(made);
    assertNotNull(apart);
    assertArrayEquals(raster, apart.raster());
    assertEquals(0, apart.filters().length);
    if (filter < PngRows.STORED) {
      PngRows other = new PngRows(width, height, bits, interlaced, filter);
      PngRows.Apart again = other.apart(Transforms.apply(other, raster));
      assertArrayEquals(raster, again.raster());
      assertEquals(other, again.rows());
      return;
    }
    byte[] filters = filtersOf(shape, random);
    byte[] input = join(filters, raster);
    PngRows stored = new PngRows(width, height, bits, interlaced, PngRows.STORED);
    byte[] mixed = Transforms.apply(stored, input);
    PngRows.Apart again = stored.apart(mixed);
    assertArrayEquals(raster, again.raster());
    byte[] all = again.filters().length > 0 ? again.filters() : null;
    if (all != null) {
      assertArrayEquals(filters, all);
    }
    assertArrayEquals(mixed, Transforms.apply(again.rows(), join(again.filters(), raster)));
  }

  private static byte[] filtersOf(PngRows shape, Random random) throws Exception {
    int rows = 0;
    byte[] zeros = new byte[(int) shape.rasterBytes()];
    // A stored filter for each row: as many as what is made is longer than without row starts.
    while (true) {
      byte[] filters = new byte[rows];
      try {
        PngRows stored =
            new PngRows(
                shape.width(), shape.height(), shape.bits(), shape.interlaced(), PngRows.STORED);
        Transforms.apply(stored, join(filters, zeros));
        for (int i = 0; i < rows; i++) {
          filters[i] = (byte) random.nextInt(5);
        }
        return filters;
      } catch (MalformedRecipeException e) {
        rows++;
      }
    }
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] joined = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  private static void clearEnds(byte[] raster, int width, int height, int bits) {
    int rowBytes = raster.length / height;
    int used = width * bits % 8;
    for (int y = 0; y < height && used > 0; y++) {
      raster[(y + 1) * rowBytes - 1] &= (byte) (0xFF00 >> used);
    }
  }

  @Property(tries = 300)
  void packedBitsComeBack(
      @ForAll @IntRange(min = 1, max = 70) int width,
      @ForAll @IntRange(min = 1, max = 9) int rows,
      @ForAll @IntRange(max = 2) int depth,
      @ForAll long seed)
      throws Exception {
    PackBits pack = new PackBits(1 << depth, width);
    Random random = new Random(seed);
    byte[] samples = new byte[width * rows];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) random.nextInt(1 << (1 << depth));
    }
    byte[] packed = Transforms.apply(pack, samples);
    assertEquals(rows * ((width * (1 << depth) + 7) / 8), packed.length);
    assertArrayEquals(samples, pack.unpack(packed));
  }

  @Test
  void bitsBehindARowAreSeen() {
    assertNull(new PackBits(4, 1).unpack(new byte[] {0x11}));
    assertArrayEquals(new byte[] {1}, new PackBits(4, 1).unpack(new byte[] {0x10}));
  }

  @Property(tries = 500)
  void scaledIntegersComeBack(
      @ForAll @IntRange(min = 1, max = 4) int bytes,
      @ForAll @IntRange(max = 62) int shift,
      @ForAll boolean wide,
      @ForAll boolean bigEndian,
      @ForAll long seed)
      throws Exception {
    Random random = new Random(seed);
    ScaledIntegers transform = new ScaledIntegers(bytes, shift, wide ? 8 : 4, bigEndian);
    byte[] integers = new byte[bytes * random.nextInt(50)];
    random.nextBytes(integers);
    byte[] numbers = Transforms.apply(transform, integers);
    ScaledIntegers.Apart apart =
        ScaledIntegers.apart(numbers, transform.width(), bigEndian).orElseThrow();
    assertArrayEquals(numbers, Transforms.apply(apart.transform(), apart.integers()));
    // Floats of more than three bytes are rounded, and then others may do.
    if (wide || bytes < 4) {
      assertTrue(apart.transform().bytes() <= bytes, apart.transform().toString());
      assertTrue(apart.transform().shift() <= shift, apart.transform().toString());
    }
  }

  @Property(tries = 1000)
  void anyNumbersAreScaledIntegersOrNot(
      @ForAll @Size(max = 5) List<Double> numbers, @ForAll boolean wide, @ForAll boolean bigEndian)
      throws Exception {
    int width = wide ? 8 : 4;
    ByteBuffer buffer =
        ByteBuffer.allocate(width * numbers.size())
            .order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (double number : numbers) {
      if (wide) {
        buffer.putDouble(number);
      } else {
        buffer.putFloat((float) number);
      }
    }
    byte[] bytes = buffer.array();
    Optional<ScaledIntegers.Apart> apart = ScaledIntegers.apart(bytes, width, bigEndian);
    if (apart.isPresent()) {
      byte[] made = Transforms.apply(apart.get().transform(), apart.get().integers());
      assertArrayEquals(bytes, made);
    }
  }

  @Test
  void whatIsNoIntegerIsSeen() {
    for (double number :
        new double[] {-0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE, 1e10, 0.1}) {
      byte[] bytes = ByteBuffer.allocate(8).putDouble(number).array();
      assertTrue(ScaledIntegers.apart(bytes, 8, true).isEmpty(), "number " + number);
    }
    byte[] most = ByteBuffer.allocate(16).putDouble(-1).putDouble(32767.0 / 32768).array();
    ScaledIntegers.Apart apart = ScaledIntegers.apart(most, 8, true).orElseThrow();
    assertEquals(new ScaledIntegers(2, 15, 8, true), apart.transform());
    assertArrayEquals(new byte[] {0, (byte) 0x80, -1, 0x7F}, apart.integers());
  }

  @Test
  void scaledIntegersOutOfRangeAreRefused() {
    for (byte[] parameters : new byte[][] {{16, 0}, {0, 63}, {-1, 1}}) {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(parameters));
      assertThrows(MalformedRecipeException.class, () -> Transform.read(ScaledIntegers.KIND, in));
    }
    assertThrows(
        MalformedRecipeException.class,
        () -> Transforms.apply(new ScaledIntegers(3, 0, 4, false), new byte[4]));
  }

  @Property(tries = 300)
  void numbersComeBack(
      @ForAll boolean bigEndian,
      @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 3) Integer> groups,
      @ForAll @IntRange(max = 50) int count,
      @ForAll long seed)
      throws Exception {
    Numbers transform = new Numbers(bigEndian, groups);
    byte[] numbers = new byte[count * transform.width()];
    new Random(seed).nextBytes(numbers);
    byte[] all = new byte[0];
    for (int i = 0; i < groups.size(); i++) {
      byte[] group = transform.group(numbers, i);
      assertEquals(count * groups.get(i), group.length);
      all = join(all, group);
    }
    assertArrayEquals(numbers, Transforms.apply(transform, all));
    assertEquals(transform, reread(transform));
    byte[] odd = new byte[numbers.length + 1];
    if (transform.width() > 1) {
      assertThrows(MalformedRecipeException.class, () -> Transforms.apply(transform, odd));
    }
  }

  @Test
  void numbersHaveTheirHighBytesFirst() {
    Numbers transform = new Numbers(false, List.of(2, 1));
    byte[] numbers = {1, 2, 3, 4, 5, 6};
    assertArrayEquals(new byte[] {3, 2, 6, 5}, transform.group(numbers, 0));
    assertArrayEquals(new byte[] {1, 4}, transform.group(numbers, 1));
  }

  @Property(tries = 1000)
  void branchesComeBack(
      @ForAll Branches.Machine machine,
      @ForAll @IntRange(min = 0) int address,
      @ForAll @IntRange(max = 700) int length,
      @ForAll long seed)
      throws Exception {
    Random random = new Random(seed);
    byte[] code = new byte[length];
    random.nextBytes(code);
    // Mostly opcodes whose operands are turned, and small distances.
    int[] common = {
      0xE8, 0xE9, 0x0F, 0x85, 0x48, 0x8B, 0x05, 0x66, 0xC4, 0xF7, 0, 0xFF, 0x94, 0x90
    };
    for (int i = 0; i < length; i++) {
      if (random.nextInt(4) > 0) {
        code[i] = (byte) common[random.nextInt(common.length)];
      }
    }
    Branches branches = new Branches(machine, address);
    byte[] absolute = branches.absolute(code);
    assertEquals(code.length, absolute.length);
    assertArrayEquals(code, Transforms.apply(branches, absolute));
    assertEquals(branches, reread(branches));
  }

  @Test
  void distancesBecomeAddresses() {
    byte[] call = {(byte) 0xE8, 0x10, 0, 0, 0, (byte) 0xC3};
    byte[] expected = {(byte) 0xE8, 0, 0, 0x01, 0x15, (byte) 0xC3};
    assertArrayEquals(expected, new Branches(Branches.Machine.X86, 0x100).absolute(call));
    // mov rax, [rip + 0x10]; cmp dword [rip - 2], imm32 counts from behind the immediate.
    byte[] load = {0x48, (byte) 0x8B, 0x05, 0x10, 0, 0, 0};
    assertArrayEquals(
        new byte[] {0x48, (byte) 0x8B, 0x05, 0, 0, 0x01, 0x17},
        new Branches(Branches.Machine.X86_64, 0x100).absolute(load));
    assertArrayEquals(load, new Branches(Branches.Machine.X86, 0x100).absolute(load));
    byte[] compare = {(byte) 0x81, 0x3D, -2, -1, -1, -1, 1, 2, 3, 4};
    assertArrayEquals(
        new byte[] {(byte) 0x81, 0x3D, 0, 0, 0x01, 0x08, 1, 2, 3, 4},
        new Branches(Branches.Machine.X86_64, 0x100).absolute(compare));
    // bl +8 at 0x104; adrp x0, page 0.
    byte[] words = {0, 0, 0, 0, 2, 0, 0, (byte) 0x94, 0, 0, 0, (byte) 0x90};
    byte[] turned = {0, 0, 0, 0, 0x43, 0, 0, (byte) 0x94, 0, 0, 0, (byte) 0x90};
    assertArrayEquals(turned, new Branches(Branches.Machine.ARM64, 0x100).absolute(words));
    byte[] page = {1, 0, 0, (byte) 0x90};
    assertArrayEquals(
        new byte[] {0x21, 0, 0, (byte) 0xB0},
        new Branches(Branches.Machine.ARM64, 0x5000).absolute(page));
  }

  @Test
  void unknownParametersAreRefused() {
    byte[][] parameters = {
      {3, 0}, {0, -1, -1, -1, -1, -1, 0}, {0}, {},
    };
    for (byte[] bytes : parameters) {
      assertThrows(IOException.class, () -> read(Branches.KIND, bytes));
    }
    byte[][] groups = {{0}, {1, 0}, {1, 17}, {2, 9, 8}, {2, 1}, {17}, {65, 1}, {}};
    for (byte[] bytes : groups) {
      assertThrows(IOException.class, () -> read(Numbers.KIND, bytes));
    }
  }

  private static Transform reread(Transform transform) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    transform.write(new DataOutputStream(bytes));
    return read(transform.kind(), bytes.toByteArray());
  }

  private static Transform read(int kind, byte[] bytes) throws IOException {
    return Transform.read(kind, new DataInputStream(new ByteArrayInputStream(bytes)));
  }
}
