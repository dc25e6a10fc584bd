package io.bytezip.modelzoo;

import io.bytezip.codec.ModelId;
import io.bytezip.codec.NamedModel;
import io.bytezip.codec.mix.MixerStarts;
import io.bytezip.engine.Model;
import io.bytezip.engine.ModelConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A model and the safetensors file it came from: weights as float16, or matrices as 8-bit integers
 * with a scale for each row (bfloat16 and float32 are read too), configuration and name in the
 * metadata. Immutable, shareable between threads.
 *
 * <p>Memory: the model's weights as the engine packs them; the file is not kept.
 */
public final class ModelFile {
  /** How the names of files end. */
  public static final String SUFFIX = ".safetensors";

  /** Metadata key of the configuration, as {@link ConfigJson} writes it. */
  public static final String CONFIG = "bytezip.config";

  /** Metadata key of the model's name. */
  public static final String NAME = "bytezip.name";

  private static final String FORMAT = "format";
  private static final Set<String> RESERVED = Set.of(CONFIG, NAME, FORMAT);
  private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private final String name;
  private final String sha256;
  private final long size;
  private final Map<String, String> metadata;
  private final Model model;
  private final MixerStarts starts;

  private ModelFile(
      String name,
      String sha256,
      long size,
      Map<String, String> metadata,
      Model model,
      MixerStarts starts) {
    this.name = name;
    this.sha256 = sha256;
    this.size = size;
    this.metadata = metadata;
    this.model = model;
    this.starts = starts;
  }

  /**
   * Loads a model.
   *
   * @throws MissingModelException when there is no such file
   * @throws DamagedModelException when it is no intact safetensors file
   * @throws ForeignModelException when it is one, but its configuration or tensors are not those of
   *     a bytezip model
   */
  public static ModelFile load(Path path) throws IOException {
    try {
      return of(Safetensors.contents(path));
    } catch (NoSuchFileException e) {
      throw new MissingModelException("there is no model file " + path);
    } catch (DamagedModelException e) {
      throw new DamagedModelException(path + ": " + e.getMessage(), e);
    } catch (ForeignModelException e) {
      throw new ForeignModelException(path + ": " + e.getMessage(), e);
    }
  }

  /** Loads a model from a stream, read to its end; otherwise as {@link #load(Path)}. */
  public static ModelFile load(InputStream in) throws IOException {
    return of(Safetensors.contents(in));
  }

  /**
   * Loads a model from a whole file in memory, which is not kept.
   *
   * @throws DamagedModelException when it is no intact safetensors file
   * @throws ForeignModelException when it is one, but its configuration or tensors are not those of
   *     a bytezip model
   */
  public static ModelFile of(byte[] file) throws ModelException {
    Safetensors tensors = Safetensors.of(file);
    String name = nameIn(tensors);
    ModelConfig config = configIn(tensors);
    Map<String, int[]> shapes;
    try {
      shapes = Model.shapes(config);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ForeignModelException("configuration: " + e.getMessage(), e);
    }
    check(tensors, shapes);
    MixerStarts starts = startsIn(tensors);
    Model model;
    try {
      model = Model.of(config, tensors::floats);
    } catch (IllegalArgumentException e) {
      throw new ForeignModelException(e.getMessage(), e);
    }
    return new ModelFile(name, sha256(file), file.length, tensors.metadata(), model, starts);
  }

  static String nameIn(Safetensors tensors) throws ForeignModelException {
    String name = tensors.metadata().get(NAME);
    if (name == null || !tensors.metadata().containsKey(CONFIG)) {
      throw new ForeignModelException(
          "no bytezip model: its metadata lacks \"" + (name == null ? NAME : CONFIG) + "\"");
    }
    if (!NAMES.matcher(name).matches()) {
      throw new ForeignModelException(
          "the model's name must match " + NAMES.pattern() + " (metadata \"" + NAME + "\")");
    }
    return name;
  }

  private static ModelConfig configIn(Safetensors tensors) throws ForeignModelException {
    try {
      return ConfigJson.parse(tensors.metadata().get(CONFIG));
    } catch (IllegalArgumentException e) {
      throw new ForeignModelException("configuration: " + e.getMessage(), e);
    }
  }

  private static MixerStarts startsIn(Safetensors tensors) throws ForeignModelException {
    Map<String, float[]> starts = new LinkedHashMap<>();
    for (String name : tensors.tensors().keySet()) {
      if (MixerStarts.names(name)) {
        starts.put(name, tensors.floats(name));
      }
    }
    try {
      return MixerStarts.of(starts, true);
    } catch (IllegalArgumentException e) {
      throw new ForeignModelException(e.getMessage(), e);
    }
  }

  private static void check(Safetensors tensors, Map<String, int[]> shapes)
      throws ForeignModelException {
    for (Map.Entry<String, int[]> entry : shapes.entrySet()) {
      String name = entry.getKey();
      Safetensors.Tensor tensor = tensors.tensors().get(name);
      if (tensor == null) {
        throw new ForeignModelException("tensor \"" + name + "\" is missing");
      }
      int[] shape = tensor.shape().stream().mapToInt(Integer::intValue).toArray();
      if (!Arrays.equals(shape, entry.getValue())) {
        throw new ForeignModelException(
            "tensor \""
                + name
                + "\" has shape "
                + tensor.shape()
                + ", its configuration asks for "
                + Arrays.toString(entry.getValue()));
      }
    }
    for (String name : tensors.tensors().keySet()) {
      if (!shapes.containsKey(name) && !MixerStarts.names(name) && !hasScales(tensors, name)) {
        throw new ForeignModelException("tensor " + Safetensors.shown(name) + " is unknown");
      }
    }
    for (String name : shapes.keySet()) {
      for (float value : tensors.floats(name)) {
        if (!Float.isFinite(value)) {
          throw new ForeignModelException("tensor \"" + name + "\" holds a number not finite");
        }
      }
    }
  }

  /** Whether these are the scales of a matrix of 8-bit integers. */
  private static boolean hasScales(Safetensors tensors, String name) {
    if (!name.endsWith(Safetensors.SCALES)) {
      return false;
    }
    String matrix = name.substring(0, name.length() - Safetensors.SCALES.length());
    Safetensors.Tensor tensor = tensors.tensors().get(matrix);
    return tensor != null && tensor.type() == Safetensors.DType.I8;
  }

  /**
   * Writes a model as float16, rounded to nearest, ties to even, or its matrices and tables as
   * 8-bit integers; the same arguments give the same bytes, and so the same id.
   *
   * @param out receives the file; flushed, not closed
   * @param matrices the number format of all that has two dimensions: {@link
   *     Safetensors.DType#F16}, or {@link Safetensors.DType#I8}, about half as large (see {@link
   *     Int8}); all else is float16
   * @param name the model's name: letters, digits, dots, dashes and underscores, at most 64
   * @param tensors the numbers of each tensor of {@link Model#shapes}, by name
   * @param facts further metadata, such as steps and licences; not the keys that this class sets
   * @throws IllegalArgumentException for a bad name, and naming the tensor that is missing, has the
   *     wrong length, or a number that is not finite in float16
   */
  public static void write(
      OutputStream out,
      Safetensors.DType matrices,
      String name,
      ModelConfig config,
      Function<String, float[]> tensors,
      Map<String, String> facts)
      throws IOException {
    if (!NAMES.matcher(name).matches()) {
      throw new IllegalArgumentException("a model's name must match " + NAMES.pattern());
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(FORMAT, "pt");
    metadata.put(NAME, name);
    metadata.put(CONFIG, ConfigJson.compact(config));
    for (Map.Entry<String, String> fact : facts.entrySet()) {
      if (RESERVED.contains(fact.getKey())) {
        throw new IllegalArgumentException("metadata \"" + fact.getKey() + "\" is set already");
      }
      metadata.put(fact.getKey(), fact.getValue());
    }
    Map<String, int[]> shapes = Model.shapes(config);
    Safetensors.write(
        out,
        tensor -> shapes.get(tensor).length == 2 ? matrices : Safetensors.DType.F16,
        shapes,
        tensors,
        metadata);
  }

  /**
   * Writes a copy of a model with other starts of mixers, and so with another id. Integers stay
   * integers, with scales as {@link Int8} has them; all other numbers become float16.
   *
   * @param model a model's file, whose starts of mixers, if it has any, are left out
   * @param out receives the file; flushed, not closed
   * @throws DamagedModelException when {@code model} is no intact safetensors file
   */
  public static void writeWithStarts(Path model, MixerStarts starts, OutputStream out)
      throws IOException {
    Safetensors tensors = Safetensors.read(model);
    Map<String, float[]> mixers = starts.tensors();
    Map<String, int[]> shapes = new LinkedHashMap<>();
    tensors
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (!MixerStarts.names(name) && !hasScales(tensors, name)) {
                shapes.put(name, tensor.shape().stream().mapToInt(Integer::intValue).toArray());
              }
            });
    mixers.forEach((name, values) -> shapes.put(name, new int[] {values.length}));
    Safetensors.write(
        out,
        name ->
            !mixers.containsKey(name) && tensors.tensors().get(name).type() == Safetensors.DType.I8
                ? Safetensors.DType.I8
                : Safetensors.DType.F16,
        shapes,
        name -> mixers.containsKey(name) ? mixers.get(name) : tensors.floats(name),
        tensors.metadata());
  }

  /** Writes a model to a file that is replaced if it exists; otherwise as the other method. */
  public static void write(
      Path path,
      Safetensors.DType matrices,
      String name,
      ModelConfig config,
      Function<String, float[]> tensors,
      Map<String, String> facts)
      throws IOException {
    try (OutputStream out = Files.newOutputStream(path)) {
      write(out, matrices, name, config, tensors, facts);
    }
  }

  /** The SHA-256 of a file, as 64 hex digits. */
  static String sha256(byte[] file) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The id that archives carry: the first eight bytes of the SHA-256. */
  static ModelId id(String sha256) {
    return new ModelId(ByteBuffer.wrap(HexFormat.of().parseHex(sha256, 0, 16)).getLong());
  }

  /** The model's name, from the file's metadata. */
  public String name() {
    return name;
  }

  /** SHA-256 of the file, as 64 hex digits. */
  public String sha256() {
    return sha256;
  }

  /** What archives call the model: the first eight bytes of the file's SHA-256. */
  public ModelId id() {
    return id(sha256);
  }

  /** Length of the file in bytes. */
  public long size() {
    return size;
  }

  /** The file's metadata; unmodifiable. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** The model's configuration. */
  public ModelConfig config() {
    return model.config();
  }

  /** The model. */
  public Model model() {
    return model;
  }

  /** What mixers begin with beside the model. */
  public MixerStarts starts() {
    return starts;
  }

  /** How many numbers it has, those of mixers included. */
  public long parameters() {
    return model.parameters() + starts.parameters();
  }

  /** As the codec takes it. */
  public NamedModel named() {
    return new NamedModel(id(), name, model, starts);
  }
}
