package io.bytezip.modelzoo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
  private static final String PLAIN =
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
          + "\"b\":{\"dtype\":\"F16\",\"shape\":[],\"data_offsets\":[8,10]}}";

  private static byte[] file(String header, int dataLength) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(8 + json.length + dataLength).order(ByteOrder.LITTLE_ENDIAN);
    return file.putLong(json.length).put(json).array();
  }

  private static byte[] written(
      Safetensors.DType type, Map<String, float[]> tensors, Map<String, String> metadata)
      throws IOException {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    tensors.forEach((name, values) -> shapes.put(name, new int[] {values.length}));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Safetensors.write(out, name -> type, shapes, tensors::get, metadata);
    return out.toByteArray();
  }

  @Provide
  Arbitrary<Map<String, float[]>> tensors() {
    return Arbitraries.maps(
            Arbitraries.strings().ofMinLength(1).ofMaxLength(12).alpha(),
            Arbitraries.floats().between(-60000, 60000).array(float[].class).ofMaxSize(20))
        .ofMaxSize(6);
  }

  @Property(tries = 200)
  void floatsComeBackAsTheyWere(@ForAll("tensors") Map<String, float[]> tensors)
      throws IOException {
    Safetensors read =
        Safetensors.of(written(Safetensors.DType.F32, tensors, Map.of("k", "v\n\"\u00e9")));
    assertEquals(tensors.keySet(), read.tensors().keySet());
    assertEquals(Map.of("k", "v\n\"\u00e9"), read.metadata());
    tensors.forEach((name, values) -> assertArrayEquals(values, read.floats(name)));
  }

  @Property(tries = 200)
  void halvesAreTheNearest(@ForAll("tensors") Map<String, float[]> tensors) throws IOException {
    byte[] file = written(Safetensors.DType.F16, tensors, Map.of());
    Safetensors read = Safetensors.read(new ByteArrayInputStream(file));
    tensors.forEach(
        (name, values) -> {
          float[] back = read.floats(name);
          for (int i = 0; i < values.length; i++) {
            float error = Math.abs(back[i] - values[i]);
            assertTrue(error <= Math.max(Math.abs(values[i]) / 2048, 0x1p-25f));
          }
        });
    Map<String, float[]> halves = new LinkedHashMap<>();
    tensors.keySet().forEach(name -> halves.put(name, read.floats(name)));
    assertArrayEquals(file, written(Safetensors.DType.F16, halves, Map.of()));
  }

  @Test
  void tiesGoToEven() throws IOException {
    float[] ties = {1 + 0x1p-11f, 1 + 3 * 0x1p-11f, 0x1p-25f, 3 * 0x1p-25f};
    Safetensors read = Safetensors.of(written(Safetensors.DType.F16, Map.of("t", ties), Map.of()));
    assertArrayEquals(new float[] {1, 1 + 0x1p-9f, 0, 0x1p-23f}, read.floats("t"));
  }

  @Test
  void bfloat16IsWidened() throws IOException {
    byte[] file = file("{\"t\":{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[0,2]}}", 2);
    file[file.length - 1] = (byte) 0xc0;
    file[file.length - 2] = 0x20;
    assertArrayEquals(new float[] {-2.5f}, Safetensors.of(file).floats("t"));
  }

  private static final String MATRIX =
      "{\"m\":{\"dtype\":\"I8\",\"shape\":[2,3],\"data_offsets\":[0,6]}";

  @Test
  void integersAreTimesTheScalesOfTheirRows() throws IOException {
    byte[] file =
        file(
            MATRIX + ",\"m.scale\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[6,14]}}", 14);
    ByteBuffer data = ByteBuffer.wrap(file, file.length - 14, 14).order(ByteOrder.LITTLE_ENDIAN);
    data.put(new byte[] {1, -2, 127, -128, 0, 5}).putFloat(0.1f).putFloat(2);
    assertArrayEquals(
        new float[] {0.1f, -2 * 0.1f, 127 * 0.1f, -256, 0, 10}, Safetensors.of(file).floats("m"));
  }

  @Test
  void scalesMayBeBfloat16AndMatricesEmpty() throws IOException {
    byte[] file =
        file(
            "{\"m\":{\"dtype\":\"I8\",\"shape\":[1,1],\"data_offsets\":[0,1]},"
                + "\"m.scale\":{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[1,3]},"
                + "\"n\":{\"dtype\":\"I8\",\"shape\":[1,0],\"data_offsets\":[3,3]},"
                + "\"n.scale\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[3,5]}}",
            5);
    ByteBuffer.wrap(file, file.length - 5, 5).put(new byte[] {3, 0x20, (byte) 0xc0, 0, 0});
    assertArrayEquals(new float[] {-7.5f}, Safetensors.of(file).floats("m"));
    assertEquals(0, Safetensors.of(file).floats("n").length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        MATRIX + "}",
        MATRIX + ",\"m.scale\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[6,18]}}",
        MATRIX + ",\"m.scale\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[6,14]}}",
        MATRIX
            + ",\"m.scale\":{\"dtype\":\"I8\",\"shape\":[2,1],\"data_offsets\":[6,8]}"
            + ",\"m.scale.scale\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}}",
        "{\"m\":{\"dtype\":\"I8\",\"shape\":[3],\"data_offsets\":[0,3]}"
            + ",\"m.scale\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[3,15]}}"
      })
  void integersWithoutScalesOfTheirRowsAreForeign(String header) {
    Matcher ends = Pattern.compile("data_offsets\":\\[\\d+,(\\d+)]").matcher(header);
    int length = ends.results().mapToInt(end -> Integer.parseInt(end.group(1))).max().orElseThrow();
    ForeignModelException e =
        assertThrows(ForeignModelException.class, () -> Safetensors.of(file(header, length)));
    assertTrue(e.getMessage().contains("\"m"), e.getMessage());
  }

  @Test
  void onlyMatricesBecomeIntegers() {
    assertThrows(
        IllegalArgumentException.class,
        () -> written(Safetensors.DType.I8, Map.of("v", new float[4]), Map.of()));
  }

  @Test
  void readsWhatOthersWrite() throws IOException {
    Safetensors read = Safetensors.of(file(PLAIN + "   ", 10));
    assertEquals(List.of("a", "b"), List.copyOf(read.tensors().keySet()));
    assertEquals(1, read.tensors().get("b").elements());
    assertEquals(List.of(), read.tensors().get("b").shape());
    assertNull(read.floats("c"));
    assertTrue(Safetensors.of(file("{}", 0)).tensors().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "[]",
        "{} {}",
        "{]",
        "{\"a\":1}",
        "{\"a\":{}}",
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[5]}}",
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[5],\"data_offsets\":[0]}}",
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[5],\"data_offsets\":[0,10],\"x\":1}}",
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[4],\"data_offsets\":[0,10]}}",
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[-5],\"data_offsets\":[0,10]}}",
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[5.0],\"data_offsets\":[0,10]}}",
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[5],\"data_offsets\":[0,1e1]}}",
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[5],\"data_offsets\":[10,0]}}",
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[5],\"data_offsets\":[0,99999999999999999999]}}",
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[2147483647,2147483647,2147483647],"
            + "\"data_offsets\":[0,10]}}",
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[65536,65536,65536,65536,5],"
            + "\"data_offsets\":[0,10]}}",
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[1,1,1,1,1,1,1,1,5],\"data_offsets\":[0,10]}}",
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[5],\"data_offsets\":[0,10]},"
            + "\"a\":{\"dtype\":\"F16\",\"shape\":[5],\"data_offsets\":[0,10]}}",
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[5],\"data_offsets\":[0,10]},"
            + "\"b\":{\"dtype\":\"F16\",\"shape\":[5],\"data_offsets\":[0,10]}}",
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]},"
            + "\"b\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[6,10]}}",
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[4],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[5],\"data_offsets\":[0,10]},\"__metadata__\":[]}",
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[5],\"data_offsets\":[0,10]},"
            + "\"__metadata__\":{\"x\":1}}",
        "{\"a\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}",
      })
  void hostileHeadersAreRefused(String header) {
    assertThrows(DamagedModelException.class, () -> Safetensors.of(file(header, 10)));
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1, 11, 1 << 24, (1 << 24) + 1, Long.MAX_VALUE})
  void wrongHeaderLengthsAreRefused(long length) {
    byte[] file = file("{}        ", 0);
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
    assertThrows(DamagedModelException.class, () -> Safetensors.of(file));
  }

  @Test
  void otherNumberFormatsAreForeign() {
    byte[] file = file("{\"a\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}}", 8);
    ForeignModelException e = assertThrows(ForeignModelException.class, () -> Safetensors.of(file));
    assertTrue(e.getMessage().contains("I64"), e.getMessage());
  }

  @Property(tries = 300)
  void truncationsAreNoticed(@ForAll @IntRange(max = 200) int cut) throws IOException {
    byte[] whole = file(PLAIN, 10);
    byte[] part = Arrays.copyOf(whole, Math.min(cut, whole.length - 1));
    assertThrows(DamagedModelException.class, () -> Safetensors.of(part));
  }

  @Property(tries = 1000)
  void mutationsGiveAnErrorOrTensorsWithinTheFile(
      @ForAll @IntRange(max = 160) int at, @ForAll @Size(min = 1, max = 4) byte[] bytes) {
    byte[] file = file(PLAIN, 10);
    for (int i = 0; i < bytes.length && at + i < file.length; i++) {
      file[at + i] = bytes[i];
    }
    try {
      Safetensors read = Safetensors.of(file);
      int elements = 0;
      for (String name : read.tensors().keySet()) {
        elements += read.floats(name).length;
      }
      assertTrue(elements <= 5);
    } catch (ModelException e) {
      assertTrue(e.getMessage().length() < 400);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.NEGATIVE_INFINITY, 65520, -1e30f})
  void whatIsNotFiniteIsNotWritten(float value) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> written(Safetensors.DType.F16, Map.of("w", new float[] {1, value}), Map.of()));
    assertTrue(e.getMessage().contains("\"w\""), e.getMessage());
  }

  @Test
  void missingAndShortTensorsAreNotWritten() {
    Map<String, int[]> shapes = Map.of("w", new int[] {2, 3});
    for (float[] values : new float[][] {null, new float[5]}) {
      assertThrows(
          IllegalArgumentException.class,
          () ->
              Safetensors.write(
                  new ByteArrayOutputStream(),
                  name -> Safetensors.DType.F32,
                  shapes,
                  any -> values,
                  Map.of()));
    }
  }
}
