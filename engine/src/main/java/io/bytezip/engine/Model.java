package io.bytezip.engine;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A decoder-only transformer over bytes, ready for inference: weights packed for the kernels.
 * Immutable; any number of sessions and threads may share it. Takes about 4 bytes a parameter.
 *
 * <p>The probabilities that its sessions return have the same bits on every machine, for every
 * number of lanes, and with every kernel (see {@code docs/ARCHITECTURE.md}).
 */
public final class Model {
  /** Symbols that a model predicts. */
  public static final int SYMBOLS = 256;

  /** The symbol that stands before a lane's first one. */
  public static final int START = 256;

  private final ModelConfig config;
  final float[] embed;
  final Map<String, float[]> layoutTables;
  final float[][] ngramTables;
  final Matrix ngramIn;
  final Matrix ngramOut;
  final List<Layer> layers;
  final NormWeights finalNorm;
  final Matrix output;
  final float[] outputBias;

  private Model(ModelConfig config, Function<String, float[]> tensors) {
    this.config = config;
    Loader loader = new Loader(shapes(config), tensors);
    int width = config.width();
    embed = loader.take("embed.weight").clone();
    Map<String, float[]> tables = new LinkedHashMap<>();
    for (ModelConfig.LayoutInputs layout : config.layouts()) {
      String name = "layouts." + layout.id() + ".weight";
      tables.put(
          layout.id(), layout.contextSizes().isEmpty() ? new float[0] : loader.take(name).clone());
    }
    layoutTables = Map.copyOf(tables);
    ngramTables = new float[config.ngrams().size()][];
    for (int i = 0; i < ngramTables.length; i++) {
      ngramTables[i] = loader.take("ngrams." + i + ".weight").clone();
    }
    int ngramWidth = ngramWidth(config);
    ngramIn = ngramWidth > 0 ? Matrix.of(loader.take("ngram_in.weight"), width, ngramWidth) : null;
    ngramOut =
        ngramOutput(config) ? Matrix.of(loader.take("ngram_out.weight"), width, ngramWidth) : null;
    Layer[] stack = new Layer[config.windows().size()];
    for (int i = 0; i < stack.length; i++) {
      stack[i] = layer(i, loader);
    }
    layers = List.of(stack);
    finalNorm = config.preNorm() ? norm("norm", loader) : null;
    output = Matrix.of(loader.take("output.weight"), SYMBOLS, width);
    outputBias = loader.take("output.bias").clone();
  }

  /** Checks each tensor's presence and size as it is asked for. */
  private record Loader(Map<String, int[]> shapes, Function<String, float[]> tensors) {
    float[] take(String name) {
      long expected = elements(shapes.get(name));
      float[] tensor = tensors.apply(name);
      if (tensor == null) {
        throw new IllegalArgumentException("tensor " + name + " is missing");
      }
      if (tensor.length != expected) {
        throw new IllegalArgumentException(
            "tensor " + name + " has " + tensor.length + " elements instead of " + expected);
      }
      return tensor;
    }
  }

  private Layer layer(int index, Loader loader) {
    int width = config.width();
    int headWidth = config.headWidth();
    int heads = config.heads();
    int kvHeads = config.kvHeads();
    int padded = Kernel.padded(headWidth);
    String prefix = "layers." + index + ".";
    Matrix queryKeyValue =
        Matrix.zero(width, (heads + 2 * kvHeads) * padded)
            .put(
                0,
                loader.take(prefix + "attention.query.weight"),
                heads * headWidth,
                headWidth,
                width,
                width)
            .put(
                heads * padded,
                loader.take(prefix + "attention.key.weight"),
                kvHeads * headWidth,
                headWidth,
                width,
                width)
            .put(
                (heads + kvHeads) * padded,
                loader.take(prefix + "attention.value.weight"),
                kvHeads * headWidth,
                headWidth,
                width,
                width);
    Matrix attentionOutput =
        Matrix.zero(heads * padded, width)
            .put(
                0,
                loader.take(prefix + "attention.output.weight"),
                width,
                width,
                heads * headWidth,
                headWidth);
    int hidden = config.hidden();
    Matrix gateUp =
        Matrix.zero(width, 2 * Kernel.padded(hidden))
            .put(0, loader.take(prefix + "mlp.gate.weight"), hidden, hidden, width, width)
            .put(
                Kernel.padded(hidden),
                loader.take(prefix + "mlp.up.weight"),
                hidden,
                hidden,
                width,
                width);
    Matrix down = Matrix.of(loader.take(prefix + "mlp.down.weight"), width, hidden);
    return new Layer(
        config.windows().get(index),
        norm(prefix + "attention_norm", loader),
        queryKeyValue,
        attentionOutput,
        norm(prefix + "mlp_norm", loader),
        gateUp,
        down);
  }

  private NormWeights norm(String name, Loader loader) {
    float[] weight = loader.take(name + ".weight").clone();
    float[] bias =
        config.norm() == ModelConfig.Norm.LAYER ? loader.take(name + ".bias").clone() : null;
    return new NormWeights(weight, bias, config.normEpsilon());
  }

  /**
   * Builds a model.
   *
   * @param tensors gives the elements of a tensor of {@link #shapes}, row-major, or null where
   *     there is none; they are copied
   * @throws IllegalArgumentException if a tensor is missing or has the wrong number of elements;
   *     the message names it
   */
  public static Model of(ModelConfig config, Function<String, float[]> tensors) {
    return new Model(config, tensors);
  }

  public ModelConfig config() {
    return config;
  }

  /** Number of weights, embedding and n-gram tables included. */
  public long parameters() {
    return shapes(config).values().stream().mapToLong(Model::elements).sum();
  }

  /**
   * Whether the model was trained for a layout in this version, and for its context inputs or none.
   *
   * @param contextSizes number of values of each of the layout's context inputs
   */
  public boolean reads(String layoutId, int layoutVersion, int[] contextSizes) {
    return config.layouts().stream()
        .anyMatch(
            layout ->
                layout.id().equals(layoutId)
                    && layout.version() == layoutVersion
                    && (layout.contextSizes().isEmpty()
                        || Arrays.equals(
                            layout.contextSizes().stream().mapToInt(Integer::intValue).toArray(),
                            contextSizes)));
  }

  /**
   * The most memory that one lane of a session comes to take, in bytes: caches, kept inputs and
   * activations.
   */
  public long bytesPerLane() {
    long bytes = 0;
    for (int window : config.windows()) {
      bytes += Cache.bytes(window, config.kvHeads(), config.headWidth());
    }
    int inputs =
        config.layouts().stream().mapToInt(layout -> layout.contextSizes().size()).max().orElse(0);
    bytes += 4L * inputs * Math.max(1, config.stride() > 0 ? config.largestWindow() : 0);
    long activations =
        3L * Kernel.padded(config.width())
            + (2L * config.heads() + 2L * config.kvHeads()) * Kernel.padded(config.headWidth())
            + 3L * Kernel.padded(config.hidden())
            + 2L * SYMBOLS;
    return bytes + 4L * activations;
  }

  /**
   * Opens a group of lanes, all at their start.
   *
   * @param lanes how many lanes advance together, 1 or more; memory is {@link #bytesPerLane} for
   *     each, reached as they fill their windows
   * @throws IllegalArgumentException if the model doesn't read this layout
   * @throws IllegalStateException if the property {@code bytezip.kernel} asks for a kernel that
   *     can't run here
   */
  public Session open(String layoutId, int lanes) {
    return open(layoutId, lanes, Kernels.preferred());
  }

  Session open(String layoutId, int lanes, Kernel kernel) {
    if (lanes < 1) {
      throw new IllegalArgumentException("lanes: " + lanes);
    }
    for (ModelConfig.LayoutInputs layout : config.layouts()) {
      if (layout.id().equals(layoutId)) {
        return new Session(this, layout, lanes, kernel);
      }
    }
    throw new IllegalArgumentException("the model does not read layout " + layoutId);
  }

  /**
   * The tensors of a model of this configuration, in their canonical order, each with its shape.
   */
  public static Map<String, int[]> shapes(ModelConfig config) {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    int width = config.width();
    shapes.put("embed.weight", new int[] {SYMBOLS + 1, width});
    for (ModelConfig.LayoutInputs layout : config.layouts()) {
      int rows = layout.contextSizes().stream().mapToInt(Integer::intValue).sum();
      if (rows > 0) {
        shapes.put("layouts." + layout.id() + ".weight", new int[] {rows, width});
      }
    }
    for (int i = 0; i < config.ngrams().size(); i++) {
      ModelConfig.Ngram ngram = config.ngrams().get(i);
      shapes.put("ngrams." + i + ".weight", new int[] {ngram.rows(), ngram.width()});
    }
    int ngramWidth = ngramWidth(config);
    if (ngramWidth > 0) {
      shapes.put("ngram_in.weight", new int[] {width, ngramWidth});
    }
    if (ngramOutput(config)) {
      shapes.put("ngram_out.weight", new int[] {width, ngramWidth});
    }
    int queries = config.heads() * config.headWidth();
    int keys = config.kvHeads() * config.headWidth();
    for (int i = 0; i < config.windows().size(); i++) {
      String prefix = "layers." + i + ".";
      normShapes(shapes, prefix + "attention_norm", config);
      shapes.put(prefix + "attention.query.weight", new int[] {queries, width});
      shapes.put(prefix + "attention.key.weight", new int[] {keys, width});
      shapes.put(prefix + "attention.value.weight", new int[] {keys, width});
      shapes.put(prefix + "attention.output.weight", new int[] {width, queries});
      normShapes(shapes, prefix + "mlp_norm", config);
      shapes.put(prefix + "mlp.gate.weight", new int[] {config.hidden(), width});
      shapes.put(prefix + "mlp.up.weight", new int[] {config.hidden(), width});
      shapes.put(prefix + "mlp.down.weight", new int[] {width, config.hidden()});
    }
    if (config.preNorm()) {
      normShapes(shapes, "norm", config);
    }
    shapes.put("output.weight", new int[] {SYMBOLS, width});
    shapes.put("output.bias", new int[] {SYMBOLS});
    return shapes;
  }

  private static void normShapes(Map<String, int[]> shapes, String name, ModelConfig config) {
    shapes.put(name + ".weight", new int[] {config.width()});
    if (config.norm() == ModelConfig.Norm.LAYER) {
      shapes.put(name + ".bias", new int[] {config.width()});
    }
  }

  static int ngramWidth(ModelConfig config) {
    return config.ngrams().stream().mapToInt(ModelConfig.Ngram::width).sum();
  }

  private static boolean ngramOutput(ModelConfig config) {
    return config.ngramOutput() && !config.ngrams().isEmpty();
  }

  private static long elements(int[] shape) {
    long elements = 1;
    for (int size : shape) {
      elements *= size;
    }
    return elements;
  }
}
