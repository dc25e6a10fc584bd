package io.bytezip.engine;

import java.util.Arrays;
import java.util.List;

/**
 * A group of lanes that a model predicts in lockstep: the linear layers are matrix products over
 * the lanes, attention reads each lane's own rolling cache. A lane's results do not depend on the
 * other lanes. Not thread-safe; may move between threads.
 */
public final class Session {
  /**
   * Logits are kept within this magnitude, and NaN becomes 0, so that even absurd weights give
   * usable probabilities.
   */
  private static final float LOGIT_LIMIT = 1e4f;

  private final Model model;
  private final ModelConfig config;
  private final Kernel kernel;
  private final int contextInputs;
  private final int[] contextStarts;
  private final int[] contextSizes;
  private final float[] layoutTable;
  private final Positions positions;
  private final Inputs inputs;
  private final Cache[][] caches;
  private final int restart;

  private final int stride;
  private final int padded;
  private final int queryWidth;
  private final float scale;
  private final float[] x;
  private final float[] normed;
  private final float[] sublayer;
  private final float[] queryKeyValue;
  private final float[] attention;
  private final Cache.Scratch scratch;
  private final float[] gateUp;
  private final float[] gated;
  private final float[] ngrams;
  private final int ngramStride;
  private final float[] logits;
  private final float[] partial = new float[Kernel.PANEL];

  private int active;
  private long time;
  private long position;

  Session(Model model, ModelConfig.LayoutInputs layout, int lanes, Kernel kernel) {
    this.model = model;
    this.kernel = kernel;
    config = model.config();
    contextInputs = layout.contextSizes().size();
    contextSizes = layout.contextSizes().stream().mapToInt(Integer::intValue).toArray();
    contextStarts = new int[contextInputs];
    for (int i = 1; i < contextInputs; i++) {
      contextStarts[i] = contextStarts[i - 1] + contextSizes[i - 1];
    }
    layoutTable = model.layoutTables.get(layout.id());
    positions = Positions.of(config);
    restart = config.stride() > 0 ? config.largestWindow() : 0;
    inputs = new Inputs(lanes, contextInputs, Math.max(1, restart + 1));
    List<Layer> layers = model.layers;
    caches = new Cache[layers.size()][lanes];
    for (int i = 0; i < layers.size(); i++) {
      for (int lane = 0; lane < lanes; lane++) {
        caches[i][lane] = new Cache(layers.get(i).window(), config.kvHeads(), config.headWidth());
      }
    }
    active = lanes;

    stride = Kernel.padded(config.width());
    padded = Kernel.padded(config.headWidth());
    queryWidth = config.heads() * padded;
    scale = 1f / (float) Math.sqrt(config.headWidth());
    x = new float[lanes * stride];
    normed = new float[lanes * stride];
    sublayer = new float[lanes * stride];
    queryKeyValue = new float[lanes * (queryWidth + 2 * config.kvHeads() * padded)];
    attention = new float[lanes * queryWidth];
    scratch = new Cache.Scratch(config.heads() / config.kvHeads(), config.largestWindow());
    gateUp = new float[lanes * 2 * Kernel.padded(config.hidden())];
    gated = new float[lanes * Kernel.padded(config.hidden())];
    ngramStride = Kernel.padded(Model.ngramWidth(config));
    ngrams = new float[lanes * ngramStride];
    logits = new float[lanes * Model.SYMBOLS];
  }

  /** The kernel in use, for people. */
  public String kernel() {
    return kernel.description();
  }

  /**
   * Advances the lanes by one symbol and predicts the next.
   *
   * @param active how many lanes go on: the first ones; never more than in the step before
   * @param previous each lane's previous symbol, 0..255, or 256 at its start
   * @param context element {@code lane * contextInputs + i}: the value of the layout's context
   *     input i, below its size
   * @param weights receives, at {@code lane * 256 + s}, the probability of symbol s, not
   *     normalised: exp(logit - largest logit), so from 0 to 1, the largest exactly 1. At least
   *     {@code active * 256} long
   * @throws IllegalArgumentException if {@code active}, a symbol or a context value is out of its
   *     range; the session is unchanged
   */
  public void step(int active, int[] previous, int[] context, float[] weights) {
    check(active, previous, context, weights);
    for (int i = active; i < this.active; i++) {
      for (Cache[] layer : caches) {
        layer[i] = null;
      }
    }
    this.active = active;
    for (int lane = 0; lane < active; lane++) {
      inputs.put(time, lane, previous[lane], context, lane * contextInputs);
    }
    if (restart > 0 && position == restart) {
      position = 0;
      for (long t = time - (restart - config.stride()); t < time; t++) {
        forward(t);
      }
    }
    forward(time);
    predict();
    time++;
    int used = active * Model.SYMBOLS;
    System.arraycopy(logits, 0, weights, 0, used);
    for (int row = 0; row < used; row += Model.SYMBOLS) {
      kernel.softmax(weights, row, Model.SYMBOLS, 1f, partial);
    }
  }

  /** The last step's logits, a copy: element {@code lane * 256 + s}. */
  public float[] logits() {
    return Arrays.copyOf(logits, active * Model.SYMBOLS);
  }

  private void check(int active, int[] previous, int[] context, float[] weights) {
    if (active < 1 || active > this.active) {
      throw new IllegalArgumentException("active: " + active + " of " + this.active + " lanes");
    }
    if (weights.length < active * Model.SYMBOLS) {
      throw new IllegalArgumentException("weights: " + weights.length);
    }
    if (previous.length < active || context.length < active * contextInputs) {
      throw new IllegalArgumentException(
          "previous and context inputs: " + previous.length + ", " + context.length);
    }
    for (int lane = 0; lane < active; lane++) {
      if (previous[lane] < 0 || previous[lane] > Model.START) {
        throw new IllegalArgumentException("previous symbol: " + previous[lane]);
      }
      for (int i = 0; i < contextInputs; i++) {
        int value = context[lane * contextInputs + i];
        if (value < 0 || value >= contextSizes[i]) {
          throw new IllegalArgumentException(
              "context input " + i + ": " + value + " of " + contextSizes[i] + " values");
        }
      }
    }
  }

  /** Runs all layers for the inputs of a time, at the current position. */
  private void forward(long t) {
    positions.moveTo(position);
    embed(t);
    List<Layer> layers = model.layers;
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      if (config.preNorm()) {
        normalise(layer.attentionNorm(), x, normed);
        attention(layer, caches[i], normed);
        add(sublayer);
        normalise(layer.mlpNorm(), x, normed);
        mlp(layer, normed);
        add(sublayer);
      } else {
        attention(layer, caches[i], x);
        add(sublayer);
        normalise(layer.attentionNorm(), x, x);
        mlp(layer, x);
        add(sublayer);
        normalise(layer.mlpNorm(), x, x);
      }
    }
    position++;
  }

  private void embed(long t) {
    int width = config.width();
    for (int lane = 0; lane < active; lane++) {
      int at = lane * stride;
      System.arraycopy(model.embed, inputs.previous(t, lane) * width, x, at, width);
      for (int i = 0; i < contextInputs; i++) {
        addRow(layoutTable, (contextStarts[i] + inputs.context(t, lane, i)) * width, at, width);
      }
    }
    if (ngramStride > 0) {
      lookUpNgrams(t);
      model.ngramIn.multiply(kernel, active, ngrams, ngramStride, sublayer);
      add(sublayer);
    }
    for (int lane = 0; lane < active; lane++) {
      positions.add(x, lane * stride);
    }
  }

  private void lookUpNgrams(long t) {
    for (int lane = 0; lane < active; lane++) {
      int to = lane * ngramStride;
      for (int i = 0; i < model.ngramTables.length; i++) {
        ModelConfig.Ngram ngram = config.ngrams().get(i);
        int row = inputs.ngramRow(t, lane, ngram);
        System.arraycopy(model.ngramTables[i], row * ngram.width(), ngrams, to, ngram.width());
        to += ngram.width();
      }
    }
  }

  private void attention(Layer layer, Cache[] lanes, float[] in) {
    layer.queryKeyValue().multiply(kernel, active, in, stride, queryKeyValue);
    int row = layer.queryKeyValue().outputs();
    int kvHeads = config.kvHeads();
    int group = config.heads() / kvHeads;
    int count = (int) Math.min(position + 1, layer.window());
    for (int lane = 0; lane < active; lane++) {
      int query = lane * row;
      int key = query + queryWidth;
      positions.rotate(queryKeyValue, query, config.heads() + kvHeads, padded);
      Cache cache = lanes[lane];
      cache.put(position, queryKeyValue, key, key + kvHeads * padded);
      for (int head = 0; head < kvHeads; head++) {
        int first = head * group * padded;
        cache.attend(
            kernel,
            head,
            group,
            count,
            scale,
            queryKeyValue,
            query + first,
            attention,
            lane * queryWidth + first,
            scratch);
      }
    }
    layer.output().multiply(kernel, active, attention, queryWidth, sublayer);
  }

  private void mlp(Layer layer, float[] in) {
    layer.gateUp().multiply(kernel, active, in, stride, gateUp);
    int row = layer.gateUp().outputs();
    int hidden = row / 2;
    for (int lane = 0; lane < active; lane++) {
      kernel.swiGlu(gateUp, lane * row, gateUp, lane * row + hidden, gated, lane * hidden, hidden);
    }
    layer.down().multiply(kernel, active, gated, hidden, sublayer);
  }

  private void predict() {
    if (model.finalNorm != null) {
      normalise(model.finalNorm, x, x);
    }
    if (model.ngramOut != null) {
      model.ngramOut.multiply(kernel, active, ngrams, ngramStride, sublayer);
      add(sublayer);
    }
    model.output.multiply(kernel, active, x, stride, logits);
    float[] bias = model.outputBias;
    for (int row = 0; row < active * Model.SYMBOLS; row += Model.SYMBOLS) {
      for (int s = 0; s < Model.SYMBOLS; s++) {
        logits[row + s] = limited(logits[row + s] + bias[s]);
      }
    }
  }

  private static float limited(float logit) {
    if (Math.abs(logit) <= LOGIT_LIMIT) {
      return logit;
    }
    return logit > 0f ? LOGIT_LIMIT : logit < 0f ? -LOGIT_LIMIT : 0f;
  }

  private void normalise(NormWeights norm, float[] in, float[] out) {
    for (int lane = 0; lane < active; lane++) {
      norm.apply(kernel, in, out, lane * stride, partial);
    }
  }

  private void add(float[] values) {
    for (int i = 0; i < active * stride; i++) {
      x[i] += values[i];
    }
  }

  private void addRow(float[] table, int from, int to, int width) {
    for (int i = 0; i < width; i++) {
      x[to + i] += table[from + i];
    }
  }
}
