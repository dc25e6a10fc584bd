package io.bytezip.train;

import io.bytezip.engine.ModelConfig;
import io.bytezip.engine.ModelConfig.LayoutInputs;
import io.bytezip.engine.ModelConfig.Ngram;
import io.bytezip.engine.ModelConfig.Norm;
import io.bytezip.modelzoo.Int8;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Where each tensor of a model lies in one flat float vector.
 *
 * <p>The optimiser then works on three vectors (values and two moments) whatever the model looks
 * like. Four regions follow one another: matrices (weight decay applies), norms and biases, the
 * merged input table (previous symbol, then the rows of every layout, then one row of zeros for
 * unused inputs), the n-gram tables. Tensors that the training step multiplies at once (query, key,
 * value; gate, up) are neighbours and form one {@link Leaf}.
 */
final class FlatParameters {

  /** A tensor by its canonical name: {@code size} floats from {@code offset}, row-major. */
  record Slice(String name, int offset, List<Integer> shape) {
    int size() {
      return shape.stream().reduce(1, (a, b) -> a * b);
    }
  }

  /** A part of the vector that the training step differentiates as one tensor. */
  record Leaf(String name, int offset, List<Integer> shape) {
    int size() {
      return shape.stream().reduce(1, (a, b) -> a * b);
    }
  }

  /** The symbol that stands for "none" in the previous-symbol input. */
  static final int NONE = 256;

  private static final int SYMBOLS = 257;

  private final ModelConfig config;
  private final Map<String, Slice> slices = new LinkedHashMap<>();
  private final List<Leaf> matrices = new ArrayList<>();
  private final List<Leaf> vectors = new ArrayList<>();
  private final List<Leaf> ngramTables = new ArrayList<>();
  private final Map<String, Integer> layoutRows = new LinkedHashMap<>();
  private final Leaf inputTable;
  private final int layered;
  private final int decayed;
  private final int size;

  FlatParameters(ModelConfig config) {
    this.config = config;
    int d = config.width();
    int heads = config.heads() * config.headWidth();
    int kv = config.kvHeads() * config.headWidth();
    int grams = config.ngrams().stream().mapToInt(Ngram::width).sum();
    int at = 0;
    for (int i = 0; i < config.windows().size(); i++) {
      String layer = "layers." + i + ".";
      int start = at;
      at = slice(layer + "attention.query.weight", at, heads, d);
      at = slice(layer + "attention.key.weight", at, kv, d);
      at = slice(layer + "attention.value.weight", at, kv, d);
      matrices.add(new Leaf("qkv" + i, start, List.of(heads + 2 * kv, d)));
      at = matrix("attention" + i, layer + "attention.output.weight", at, d, heads);
      start = at;
      at = slice(layer + "mlp.gate.weight", at, config.hidden(), d);
      at = slice(layer + "mlp.up.weight", at, config.hidden(), d);
      matrices.add(new Leaf("gateup" + i, start, List.of(2 * config.hidden(), d)));
      at = matrix("down" + i, layer + "mlp.down.weight", at, d, config.hidden());
    }
    layered = at;
    if (grams > 0) {
      at = matrix("gramin", "ngram_in.weight", at, d, grams);
      if (config.ngramOutput()) {
        at = matrix("gramout", "ngram_out.weight", at, d, grams);
      }
    }
    at = matrix("output", "output.weight", at, 256, d);
    decayed = at;
    for (int i = 0; i < config.windows().size(); i++) {
      at = norm("attentionnorm" + i, "layers." + i + ".attention_norm", at);
      at = norm("mlpnorm" + i, "layers." + i + ".mlp_norm", at);
    }
    if (config.preNorm()) {
      at = norm("norm", "norm", at);
    }
    vectors.add(new Leaf("outputbias", at, List.of(256)));
    at = slice("output.bias", at, 256);

    int tableStart = at;
    at = slice("embed.weight", at, SYMBOLS, d);
    int row = SYMBOLS;
    for (LayoutInputs layout : config.layouts()) {
      layoutRows.put(layout.id(), row);
      int rows = layout.contextSizes().stream().mapToInt(Integer::intValue).sum();
      if (rows > 0) {
        at = slice("layouts." + layout.id() + ".weight", at, rows, d);
      }
      row += rows;
    }
    at += d;
    inputTable = new Leaf("inputs", tableStart, List.of(row + 1, d));
    for (int i = 0; i < config.ngrams().size(); i++) {
      Ngram ngram = config.ngrams().get(i);
      ngramTables.add(new Leaf("grams" + i, at, List.of(ngram.rows(), ngram.width())));
      at = slice("ngrams." + i + ".weight", at, ngram.rows(), ngram.width());
    }
    size = at;
  }

  private int slice(String name, int at, int... shape) {
    List<Integer> dims = new ArrayList<>();
    for (int n : shape) {
      dims.add(n);
    }
    Slice slice = new Slice(name, at, List.copyOf(dims));
    slices.put(name, slice);
    return at + slice.size();
  }

  private int matrix(String leaf, String name, int at, int rows, int columns) {
    matrices.add(new Leaf(leaf, at, List.of(rows, columns)));
    return slice(name, at, rows, columns);
  }

  private int norm(String leaf, String name, int at) {
    vectors.add(new Leaf(leaf, at, List.of(config.width())));
    int next = slice(name + ".weight", at, config.width());
    if (config.norm() == Norm.LAYER) {
      vectors.add(new Leaf(leaf + "bias", next, List.of(config.width())));
      next = slice(name + ".bias", next, config.width());
    }
    return next;
  }

  /** Length of the vector. */
  int size() {
    return size;
  }

  /** The first so many floats are the layers' matrices. */
  int layered() {
    return layered;
  }

  /** The layers' matrices one by one, without gaps from 0 to {@link #layered()}. */
  List<Slice> layerMatrices() {
    return slices.values().stream().filter(slice -> slice.offset() < layered).toList();
  }

  /** Weight decay applies to the first so many floats. */
  int decayed() {
    return decayed;
  }

  /** The matrices in the order of the vector, without gaps from 0 to {@link #decayed()}. */
  List<Leaf> matrices() {
    return matrices;
  }

  /**
   * Norms and biases, without gaps from {@link #decayed()} to the start of {@link #inputTable()}.
   */
  List<Leaf> vectors() {
    return vectors;
  }

  /** The merged input table [rows, width]; its last row stays zero. */
  Leaf inputTable() {
    return inputTable;
  }

  List<Leaf> ngramTables() {
    return ngramTables;
  }

  /** The table row that means "no input". */
  int emptyRow() {
    return inputTable.shape().get(0) - 1;
  }

  /** The first table row of the layout's context inputs. */
  int layoutRow(String layout) {
    return layoutRows.get(layout);
  }

  /** All tensors that a model consists of, by canonical name, in a fixed order. */
  Map<String, Slice> slices() {
    return slices;
  }

  /** Number of parameters of the model (without the row of zeros). */
  long parameters() {
    return (long) size - config.width();
  }

  /** A copy of values with logits divided by the temperature. */
  float[] tempered(float[] values, double temperature) {
    float[] tempered = values.clone();
    for (String name : List.of("output.weight", "output.bias")) {
      Slice slice = slices.get(name);
      for (int i = slice.offset(); i < slice.offset() + slice.size(); i++) {
        tempered[i] = (float) (tempered[i] / temperature);
      }
    }
    return tempered;
  }

  /** A copy of values, matrices and tables rounded as {@link Int8} does. */
  float[] rounded(float[] values) {
    float[] rounded = values.clone();
    for (Slice slice : slices.values()) {
      if (slice.shape().size() == 2) {
        Int8.round(rounded, slice.offset(), slice.shape().get(0), slice.shape().get(1));
      }
    }
    return rounded;
  }

  /**
   * Fresh values: normal, scaled by fan-in; sublayer outputs scaled down by depth; n-gram output
   * zero; norms one.
   */
  float[] initial(long seed) {
    float[] values = new float[size];
    SplittableRandom random = new SplittableRandom(seed);
    double depth = Math.sqrt(2.0 * config.windows().size());
    for (Slice slice : slices.values()) {
      String name = slice.name();
      int columns = slice.shape().get(slice.shape().size() - 1);
      double deviation =
          switch (name) {
            case String n when n.endsWith("norm.weight") -> -1;
            case String n when n.endsWith(".bias") || n.equals("ngram_out.weight") -> 0;
            case String n when n.equals("embed.weight") || n.startsWith("layouts.") -> 0.05;
            case String n when n.startsWith("ngrams.") -> 0.05;
            case String n
                when n.endsWith("attention.output.weight") || n.endsWith("mlp.down.weight") ->
                1 / Math.sqrt(columns) / depth;
            case "output.weight" -> 0.5 / Math.sqrt(columns);
            default -> 1 / Math.sqrt(columns);
          };
      for (int i = slice.offset(); i < slice.offset() + slice.size(); i++) {
        values[i] = deviation < 0 ? 1f : (float) (deviation * random.nextGaussian());
      }
    }
    return values;
  }
}
