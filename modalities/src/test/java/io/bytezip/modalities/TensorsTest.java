package io.bytezip.modalities;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TensorsTest {
  private static final int BLOCK = 1 << 20;

  @Property(tries = 400)
  void filesComeBack(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    byte[] file = new TensorFiles(random).any();
    Blocks.of(Arrays.copyOf(file, file.length + random.nextInt(2) * 37), BLOCK, BLOCK);
  }

  @Property(tries = 200)
  void filesComeBackInSmallBlocks(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 5000) int blockSize,
      @ForAll @IntRange(max = 9000) int more)
      throws Exception {
    Blocks.of(new TensorFiles(new Random(seed)).any(), blockSize, blockSize + more);
  }

  @Property(tries = 300)
  void damagedAndTruncatedFilesComeBack(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    byte[] file = new TensorFiles(random).any();
    for (int i = 0; i < 20; i++) {
      int spread = Math.min(file.length, 300);
      byte[] damaged =
          Arrays.copyOf(file, random.nextBoolean() ? file.length : random.nextInt(file.length) + 1);
      for (int k = random.nextInt(4); k > 0; k--) {
        // Digits for digits: numbers that lie.
        damaged[random.nextInt(Math.min(spread, damaged.length))] =
            (byte) (random.nextBoolean() ? '0' + random.nextInt(10) : random.nextInt());
      }
      Blocks.of(damaged, BLOCK, BLOCK);
    }
  }

  @Test
  void hugeShapesAreNoTrouble() throws Exception {
    byte[] file =
        new TensorFiles(new Random(1)).npy("f4", false, false, new int[] {7}, new byte[2000]);
    String text = new String(file, StandardCharsets.ISO_8859_1);
    for (String shape :
        List.of(
            "(9999999999999999999,)", "(4294967296,4294967296)", "(-7,)", "(1,,2)", "(,)", "(7")) {
      String lying = text.replace("(7,)", shape);
      Blocks.of(lying.getBytes(StandardCharsets.ISO_8859_1), BLOCK, BLOCK);
    }
    byte[] header =
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,99999999999999999999]}}"
            .getBytes(StandardCharsets.UTF_8);
    byte[] tensors = Arrays.copyOf(new byte[] {(byte) header.length}, 8 + header.length + 3000);
    System.arraycopy(header, 0, tensors, 8, header.length);
    Blocks.of(tensors, BLOCK, BLOCK);
  }

  /** Each plane of each tensor would be a segment, more than a block's header can tell of. */
  @Test
  void planesWithoutEndAreNoTrouble() throws Exception {
    int tensors = 2200;
    int numbers = 129;
    Random random = new Random(6);
    StringBuilder header = new StringBuilder("{");
    byte[] data = new byte[tensors * numbers * 8];
    for (int i = 0; i < tensors; i++) {
      int from = i * numbers * 8;
      header
          .append(i == 0 ? "" : ",")
          .append("\"t%d\":{\"dtype\":\"U64\",\"shape\":[14,9],".formatted(i))
          .append("\"data_offsets\":[%d,%d]}".formatted(from, from + numbers * 8));
      for (int plane = 0; plane < 8; plane++) {
        int base = random.nextInt(256);
        for (int k = 0; k < numbers; k++) {
          int value = base + 7 * (k % 9) + 13 * (k / 9) + random.nextInt(2);
          data[from + 8 * k + plane] = (byte) value;
        }
      }
    }
    byte[] json = header.append('}').toString().getBytes(StandardCharsets.UTF_8);
    byte[] file = Arrays.copyOf(new byte[0], 8 + json.length + data.length);
    for (int i = 0; i < 4; i++) {
      file[i] = (byte) (json.length >> 8 * i);
    }
    System.arraycopy(json, 0, file, 8, json.length);
    System.arraycopy(data, 0, file, 8 + json.length, data.length);
    int most =
        Blocks.of(file, file.length, file.length).stream()
            .mapToInt(plan -> plan.segments().size())
            .max()
            .orElseThrow();
    assertTrue(most > 16_000 && most < 16_400, "segments: " + most);
  }

  /** What the choices are, so that nobody changes them unseen. */
  @Test
  void numbersAreLaidOutByWhatTheyAre() throws Exception {
    Random random = new Random(5);
    byte[] weights = new byte[4 * 20_000];
    byte[] walk = new byte[4 * 20_000];
    byte[] field = new byte[4 * 200 * 100];
    byte[] few = new byte[4 * 20_000];
    int place = 0;
    for (int i = 0; i < 20_000; i++) {
      put(weights, i, Float.floatToIntBits((float) random.nextGaussian()));
      place += random.nextInt(1001) - 500;
      put(walk, i, place);
      double x = i % 200 / 100.0;
      int line = i / 200;
      put(
          field,
          i,
          Float.floatToIntBits((float) (1 + x * x * line / 100 + line * line / 10_000.0)));
      put(few, i, Float.floatToIntBits(random.nextInt(40) / 39f));
    }
    assertEquals("bytes/40000 bytes/40000 bytes/128", layouts("f4", weights, 20_000));
    assertEquals("samples/60000 bytes/20000 bytes/128", layouts("i4", walk, 20_000));
    assertTrue(layouts("f4", field, 100, 200).startsWith("pixels/20000"), "a smooth field");
    assertEquals("bytes/80000 bytes/128", layouts("f4", few, 20_000));
  }

  /** npz: a ZIP of npy files, by savez stored, by savez_compressed deflated. */
  @ParameterizedTest
  @ValueSource(ints = {ZipOutputStream.STORED, ZipOutputStream.DEFLATED})
  void arraysInNpzAreOpened(int method) throws Exception {
    Random random = new Random(6);
    byte[] data = new byte[4 * 20_000];
    for (int i = 0; i < 20_000; i++) {
      put(data, i, Float.floatToIntBits((float) random.nextGaussian()));
    }
    byte[] npy = new TensorFiles(random).npy("f4", false, false, new int[] {20_000}, data);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(file)) {
      zip.setMethod(method);
      for (String name : List.of("a.npy", "b.npy")) {
        ZipEntry entry = new ZipEntry(name);
        CRC32 crc = new CRC32();
        crc.update(npy);
        entry.setSize(npy.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(npy);
      }
    }
    List<Plan> plans = Blocks.of(file.toByteArray(), BLOCK, 2 * BLOCK);
    String sizes =
        plans.getFirst().segments().stream()
            .map(segment -> String.valueOf(segment.bytes().length))
            .collect(Collectors.joining(" "));
    // The high and the low bytes of both arrays.
    assertTrue(sizes.startsWith("80000 80000 "), sizes);
  }

  @Test
  void anArrayGoesOnFromBlockToBlock() throws Exception {
    Random random = new Random(2);
    byte[] data = new byte[4 * 30_000];
    for (int i = 0; i < 30_000; i++) {
      put(data, i, Float.floatToIntBits((float) random.nextGaussian()));
    }
    byte[] file = new TensorFiles(random).npy("f4", false, false, new int[] {30_000}, data);
    List<Plan> plans = Blocks.of(file, 50_001, 200_000);
    assertEquals(3, plans.size());
    for (Plan plan : plans) {
      assertTrue(plan.segments().size() >= 2, "not taken apart");
    }
  }

  private static void put(byte[] target, int index, int value) {
    for (int k = 0; k < 4; k++) {
      target[index * 4 + k] = (byte) (value >> 8 * k);
    }
  }

  private static String layouts(String type, byte[] data, int... shape) throws Exception {
    byte[] file = new TensorFiles(new Random(0)).npy(type, false, false, shape, data);
    StringBuilder text = new StringBuilder();
    for (Segment segment : Blocks.of(file, BLOCK, BLOCK).getFirst().segments()) {
      text.append(segment.layout().id()).append('/').append(segment.bytes().length).append(' ');
    }
    return text.toString().strip();
  }
}
