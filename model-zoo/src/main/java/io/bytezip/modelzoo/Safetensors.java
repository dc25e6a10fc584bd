package io.bytezip.modelzoo;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A safetensors file in memory: an 8-byte little-endian header length, a JSON header (for each
 * tensor {@code dtype, shape, data_offsets}, and {@code __metadata__}, a map of strings), then the
 * tensors' bytes without gaps.
 *
 * <p>Nothing in the header is believed before it is checked: its length (16 MiB at most), each
 * shape against its offsets, and the offsets, which must cover the data exactly once. Memory: the
 * file itself plus its header's tree; {@link #floats} converts on each call.
 */
public final class Safetensors {
  /** A longer file is refused before it is read. */
  public static final int MAX_FILE = 1 << 30;

  private static final int MAX_HEADER = 16 << 20;
  private static final int MAX_RANK = 8;
  private static final String METADATA = "__metadata__";
  private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();

  /** How the tensor is called that has the scales of the rows of an {@link DType#I8} tensor. */
  static final String SCALES = ".scale";

  /** Number formats that can be read. */
  public enum DType {
    /**
     * Integers times a scale for each row: the tensor {@code NAME.scale} in another format, see
     * {@link Int8}.
     */
    I8(1),
    /** IEEE binary16. */
    F16(2),
    /** The upper half of binary32; only read. */
    BF16(2),
    /** IEEE binary32. */
    F32(4);

    private final int bytes;

    DType(int bytes) {
      this.bytes = bytes;
    }
  }

  /**
   * A tensor's place in the file.
   *
   * @param type its number format
   * @param shape its sizes, outermost first; empty for one number
   * @param begin first byte, counted from the end of the header
   * @param end byte after the last
   */
  public record Tensor(DType type, List<Integer> shape, int begin, int end) {
    /** How many numbers it has. */
    public int elements() {
      return (end - begin) / type.bytes;
    }
  }

  private final byte[] file;
  private final int dataStart;
  private final Map<String, Tensor> tensors;
  private final Map<String, String> metadata;

  private Safetensors(
      byte[] file, int dataStart, Map<String, Tensor> tensors, Map<String, String> metadata) {
    this.file = file;
    this.dataStart = dataStart;
    this.tensors = Collections.unmodifiableMap(tensors);
    this.metadata = Collections.unmodifiableMap(metadata);
  }

  /**
   * Reads and checks a file.
   *
   * @throws DamagedModelException when it is no intact safetensors file
   * @throws ForeignModelException when a tensor has a number format other than {@link DType}, or
   *     integers lack their scales
   */
  public static Safetensors read(Path path) throws IOException {
    return of(contents(path));
  }

  /**
   * Reads to the stream's end, at most {@link #MAX_FILE} bytes; otherwise as {@link #read(Path)}.
   */
  public static Safetensors read(InputStream in) throws IOException {
    return of(contents(in));
  }

  static byte[] contents(Path path) throws IOException {
    long size = Files.size(path);
    if (size > MAX_FILE) {
      throw new ForeignModelException("longer than 1 GiB (" + size + " bytes)");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return contents(in);
    }
  }

  static byte[] contents(InputStream in) throws IOException {
    byte[] file = in.readNBytes(MAX_FILE);
    if (in.read() >= 0) {
      throw new ForeignModelException("longer than 1 GiB");
    }
    return file;
  }

  /**
   * Checks a whole file that is already in memory; the array is kept and must not be changed.
   *
   * @throws DamagedModelException when it is no intact safetensors file
   * @throws ForeignModelException when a tensor has a number format other than {@link DType}, or
   *     integers lack their scales
   */
  public static Safetensors of(byte[] file) throws ModelException {
    if (file.length < 10) {
      throw new DamagedModelException(
          "no safetensors file: " + file.length + " bytes are too few for a header");
    }
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    long headerLength = bytes.getLong();
    if (headerLength < 2 || headerLength > MAX_HEADER) {
      throw new DamagedModelException(
          "no safetensors file: a header length of " + Long.toUnsignedString(headerLength));
    }
    if (headerLength > bytes.remaining()) {
      throw new DamagedModelException(
          "cut off within the header: it has "
              + headerLength
              + " bytes, "
              + bytes.remaining()
              + " are left");
    }
    bytes.limit(8 + (int) headerLength);
    if (bytes.get(8) != '{') {
      throw new DamagedModelException("no safetensors file: the header is no JSON object");
    }
    JsonObject header;
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(bytes);
      header = StrictJson.object(text.toString());
    } catch (CharacterCodingException e) {
      throw new DamagedModelException("the header is not UTF-8", e);
    } catch (IllegalArgumentException e) {
      throw new DamagedModelException("the header is damaged: " + e.getMessage(), e);
    }
    int dataStart = 8 + (int) headerLength;
    return new Safetensors(
        file, dataStart, tensors(header, file.length - dataStart), metadata(header));
  }

  private static Map<String, String> metadata(JsonObject header) throws ModelException {
    Map<String, String> metadata = new LinkedHashMap<>();
    JsonElement value = header.get(METADATA);
    if (value == null) {
      return metadata;
    }
    if (!(value instanceof JsonObject map)) {
      throw new DamagedModelException("the header is damaged: " + METADATA + " is no object");
    }
    for (Map.Entry<String, JsonElement> entry : map.entrySet()) {
      if (!(entry.getValue() instanceof JsonPrimitive text && text.isString())) {
        throw new DamagedModelException(
            "the header is damaged: metadata " + shown(entry.getKey()) + " is no string");
      }
      metadata.put(entry.getKey(), text.getAsString());
    }
    return metadata;
  }

  private static Map<String, Tensor> tensors(JsonObject header, int dataLength)
      throws ModelException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, JsonElement> entry : header.entrySet()) {
      if (!entry.getKey().equals(METADATA)) {
        tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue(), dataLength));
      }
    }
    List<Map.Entry<String, Tensor>> inOrder = new ArrayList<>(tensors.entrySet());
    inOrder.sort(
        Comparator.comparing(
            Map.Entry::getValue,
            Comparator.comparingInt(Tensor::begin).thenComparingInt(Tensor::end)));
    int covered = 0;
    for (Map.Entry<String, Tensor> entry : inOrder) {
      if (entry.getValue().begin() != covered) {
        throw new DamagedModelException(
            "tensor " + shown(entry.getKey()) + " overlaps another or leaves a gap");
      }
      covered = entry.getValue().end();
    }
    if (covered != dataLength) {
      throw new DamagedModelException(
          "the tensors have " + covered + " bytes, the file has " + dataLength + " for them");
    }
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      if (entry.getValue().type() == DType.I8) {
        checkScales(entry.getKey(), entry.getValue(), tensors.get(entry.getKey() + SCALES));
      }
    }
    return tensors;
  }

  private static void checkScales(String name, Tensor tensor, Tensor scales)
      throws ForeignModelException {
    if (tensor.shape().size() != 2
        || scales == null
        || scales.type() == DType.I8
        || !scales.shape().equals(tensor.shape().subList(0, 1))) {
      throw new ForeignModelException(
          "tensor %s has type I8, which is read of matrices that have a scale for each row in %s"
              .formatted(shown(name), shown(name + SCALES)));
    }
  }

  private static Tensor tensor(String name, JsonElement value, int dataLength)
      throws ModelException {
    if (!(value instanceof JsonObject object)) {
      throw new DamagedModelException("tensor " + shown(name) + " is no object");
    }
    JsonFields fields = new JsonFields(object, "");
    try {
      String typeName = fields.string("dtype");
      List<Integer> shape = fields.integers("shape", 0);
      List<Integer> offsets = fields.integers("data_offsets", 0);
      fields.end();
      if (offsets.size() != 2) {
        throw new IllegalArgumentException("\"data_offsets\" must be two numbers");
      }
      if (shape.size() > MAX_RANK) {
        throw new IllegalArgumentException("\"shape\" has more than " + MAX_RANK + " dimensions");
      }
      DType type = type(name, typeName);
      int begin = offsets.get(0);
      int end = offsets.get(1);
      if (begin > end || end > dataLength) {
        throw new DamagedModelException(
            "tensor "
                + shown(name)
                + " lies outside the file, or the file is cut off: bytes "
                + begin
                + " to "
                + end
                + " of "
                + dataLength);
      }
      if (bytes(shape, type) != end - begin) {
        throw new IllegalArgumentException(
            "shape " + shape + " does not have the " + (end - begin) + " bytes of its offsets");
      }
      return new Tensor(type, shape, begin, end);
    } catch (IllegalArgumentException e) {
      throw new DamagedModelException("tensor " + shown(name) + ": " + e.getMessage(), e);
    }
  }

  private static DType type(String tensor, String name) throws ForeignModelException {
    for (DType type : DType.values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    throw new ForeignModelException(
        "tensor "
            + shown(tensor)
            + " has type "
            + shown(name)
            + "; I8, F16, BF16 and F32 are read");
  }

  /** The shape's size in bytes, or -1 where that exceeds any file. */
  private static long bytes(List<Integer> shape, DType type) {
    if (shape.contains(0)) {
      return 0;
    }
    long bytes = type.bytes;
    for (int size : shape) {
      bytes *= size;
      if (bytes > MAX_FILE) {
        return -1;
      }
    }
    return bytes;
  }

  /** A name from the file, fit for a message. */
  static String shown(String name) {
    String cut = name.length() > 80 ? name.substring(0, 80) + "..." : name;
    return "\"" + cut.replaceAll("\\p{Cntrl}", "?") + "\"";
  }

  /** The tensors, in the header's order. */
  public Map<String, Tensor> tensors() {
    return tensors;
  }

  /** The header's {@code __metadata__}; empty when there is none. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /**
   * A new array with the tensor's numbers, widened exactly (integers times their scales, rounded as
   * float multiplication is), or null when there is no such tensor. Memory: 4 bytes a number.
   */
  public float[] floats(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      return null;
    }
    ByteBuffer data =
        ByteBuffer.wrap(file, dataStart + tensor.begin(), tensor.end() - tensor.begin())
            .order(ByteOrder.LITTLE_ENDIAN);
    float[] scales = tensor.type() == DType.I8 ? floats(name + SCALES) : null;
    int columns = tensor.type() == DType.I8 ? tensor.shape().get(1) : 0;
    float[] values = new float[tensor.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (tensor.type()) {
            case I8 -> data.get() * scales[i / columns];
            case F16 -> Float.float16ToFloat(data.getShort());
            case BF16 -> Float.intBitsToFloat(data.getShort() << 16);
            case F32 -> data.getFloat();
          };
    }
    return values;
  }

  /**
   * Writes a file; the same arguments give the same bytes. Numbers are rounded to nearest, ties to
   * even.
   *
   * @param out receives the file; flushed, not closed
   * @param types each tensor's number format: {@link DType#F16}, {@link DType#F32}, or for matrices
   *     {@link DType#I8}, and their scales are written after them
   * @param shapes each tensor's sizes, in the order they are written
   * @param values each tensor's numbers; one tensor at a time is asked for
   * @param metadata becomes {@code __metadata__}
   * @throws IllegalArgumentException naming the tensor that is missing, has the wrong length, or a
   *     number that is not finite (or too large for its format)
   */
  public static void write(
      OutputStream out,
      Function<String, DType> types,
      Map<String, int[]> shapes,
      Function<String, float[]> values,
      Map<String, String> metadata)
      throws IOException {
    byte[] header = header(types, shapes, metadata);
    BufferedOutputStream buffer = new BufferedOutputStream(out, 1 << 16);
    buffer.write(
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
    buffer.write(header);
    for (Map.Entry<String, int[]> entry : shapes.entrySet()) {
      String name = entry.getKey();
      buffer.write(data(name, types.apply(name), entry.getValue(), values.apply(name)));
    }
    buffer.flush();
  }

  private static byte[] header(
      Function<String, DType> types, Map<String, int[]> shapes, Map<String, String> metadata) {
    JsonObject header = new JsonObject();
    JsonObject facts = new JsonObject();
    metadata.forEach(facts::addProperty);
    header.add(METADATA, facts);
    long offset = 0;
    for (Map.Entry<String, int[]> entry : shapes.entrySet()) {
      String name = entry.getKey();
      int[] shape = entry.getValue();
      if (name.equals(METADATA)) {
        throw new IllegalArgumentException("no tensor can be called " + METADATA);
      }
      DType type = types.apply(name);
      offset = add(header, name, type, shape, offset);
      if (type == DType.I8) {
        if (shape.length != 2 || shapes.containsKey(name + SCALES)) {
          throw new IllegalArgumentException(
              "tensor " + shown(name) + " is no matrix, or has scales already");
        }
        offset = add(header, name + SCALES, DType.F16, new int[] {shape[0]}, offset);
      }
    }
    byte[] json = JSON.toJson(header).getBytes(StandardCharsets.UTF_8);
    // Spaces up to a multiple of eight keep the data aligned for readers that map the file (but for
    // what follows integers of an odd number).
    byte[] padded = new byte[(json.length + 7) / 8 * 8];
    Arrays.fill(padded, (byte) ' ');
    System.arraycopy(json, 0, padded, 0, json.length);
    if (padded.length > MAX_HEADER) {
      throw new IllegalArgumentException("names and metadata exceed 16 MiB");
    }
    return padded;
  }

  /** Describes a tensor in a header, and returns where it ends. */
  private static long add(JsonObject header, String name, DType type, int[] shape, long begin) {
    if (type == DType.BF16) {
      throw new IllegalArgumentException("BF16 is only read");
    }
    JsonArray sizes = new JsonArray();
    long bytes = type.bytes;
    for (int size : shape) {
      sizes.add(size);
      bytes = Math.multiplyExact(bytes, size);
    }
    long end = Math.addExact(begin, bytes);
    if (end > MAX_FILE - MAX_HEADER) {
      throw new IllegalArgumentException("more tensors than a file may hold (1 GiB)");
    }
    JsonArray offsets = new JsonArray(2);
    offsets.add(begin);
    offsets.add(end);
    JsonObject tensor = new JsonObject();
    tensor.addProperty("dtype", type.name());
    tensor.add("shape", sizes);
    tensor.add("data_offsets", offsets);
    header.add(name, tensor);
    return end;
  }

  private static byte[] data(String name, DType type, int[] shape, float[] values) {
    long elements = 1;
    for (int size : shape) {
      elements *= size;
    }
    if (values == null || values.length != elements) {
      throw new IllegalArgumentException(
          "tensor "
              + shown(name)
              + (values == null ? " is missing" : " has " + values.length + " numbers")
              + "; its shape has "
              + elements);
    }
    if (type == DType.I8) {
      return integersAndScales(name, shape[0], shape[1], values);
    }
    ByteBuffer data =
        ByteBuffer.allocate(values.length * type.bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < values.length; i++) {
      float kept = values[i];
      if (type == DType.F16) {
        short half = Float.floatToFloat16(values[i]);
        data.putShort(half);
        kept = Float.float16ToFloat(half);
      } else {
        data.putFloat(values[i]);
      }
      if (!Float.isFinite(kept)) {
        throw new IllegalArgumentException(
            "tensor " + shown(name) + " has " + values[i] + " at " + i + ", not finite as " + type);
      }
    }
    return data.array();
  }

  private static byte[] integersAndScales(String name, int rows, int columns, float[] values) {
    ByteBuffer data =
        ByteBuffer.allocate(values.length + rows * DType.F16.bytes).order(ByteOrder.LITTLE_ENDIAN);
    float[] scales = new float[rows];
    for (int row = 0; row < rows; row++) {
      scales[row] = Int8.scale(values, row * columns, columns);
      if (!Float.isFinite(scales[row])) {
        throw new IllegalArgumentException(
            "tensor " + shown(name) + ": row " + row + " is not finite as " + DType.I8);
      }
      for (int i = row * columns; i < (row + 1) * columns; i++) {
        data.put(Int8.integer(values[i], scales[row]));
      }
    }
    for (float scale : scales) {
      data.putShort(Float.floatToFloat16(scale));
    }
    return data.array();
  }
}
