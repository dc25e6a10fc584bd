package io.bytezip.engine;

import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The model written down once more, as plainly as possible: doubles, no cache, no packing, every
 * position of a sequence computed from scratch. Shares nothing with the engine but the names of the
 * tensors.
 */
final class NaiveTransformer {
  private final ModelConfig config;
  private final Map<String, float[]> tensors;

  NaiveTransformer(ModelConfig config, Map<String, float[]> tensors) {
    this.config = config;
    this.tensors = tensors;
  }

  /** Logits of each step for the inputs of one lane. */
  double[][] logits(int[] previous, int[][] context) {
    int steps = previous.length;
    double[][] result = new double[steps][];
    int window = config.windows().stream().mapToInt(w -> w).max().orElseThrow();
    int start = 0;
    int done = 0;
    while (done < steps) {
      int end = config.stride() == 0 ? steps : Math.min(steps, start + window);
      double[][] part = sequence(previous, context, start, end);
      for (; done < end; done++) {
        result[done] = part[done - start];
      }
      start += config.stride();
    }
    return result;
  }

  private double[][] sequence(int[] previous, int[][] context, int start, int end) {
    int n = end - start;
    double[][] x = new double[n][];
    double[][] ngrams = new double[n][];
    for (int t = 0; t < n; t++) {
      ngrams[t] = ngrams(previous, start + t);
      x[t] = input(previous[start + t], context[start + t], ngrams[t], t);
    }
    for (int layer = 0; layer < config.windows().size(); layer++) {
      String prefix = "layers." + layer + ".";
      int window = config.windows().get(layer);
      x =
          sublayer(
              x, prefix + "attention_norm", in -> attention(in, prefix + "attention.", window));
      x = sublayer(x, prefix + "mlp_norm", in -> mlp(in, prefix + "mlp."));
    }
    double[][] logits = new double[n][];
    for (int t = 0; t < n; t++) {
      double[] h = config.preNorm() ? norm(x[t], "norm") : x[t];
      if (config.ngramOutput() && ngrams[t].length > 0) {
        h = sum(h, linear("ngram_out.weight", ngrams[t]));
      }
      logits[t] = linear("output.weight", h);
      for (int s = 0; s < 256; s++) {
        logits[t][s] += tensors.get("output.bias")[s];
      }
    }
    return logits;
  }

  private double[][] sublayer(double[][] x, String norm, UnaryOperator<double[][]> sublayer) {
    int n = x.length;
    double[][] in = new double[n][];
    for (int t = 0; t < n; t++) {
      in[t] = config.preNorm() ? norm(x[t], norm) : x[t];
    }
    double[][] y = sublayer.apply(in);
    double[][] out = new double[n][];
    for (int t = 0; t < n; t++) {
      out[t] = sum(x[t], y[t]);
      if (!config.preNorm()) {
        out[t] = norm(out[t], norm);
      }
    }
    return out;
  }

  private double[] ngrams(int[] previous, int t) {
    double[] all = new double[config.ngrams().stream().mapToInt(ModelConfig.Ngram::width).sum()];
    int at = 0;
    for (int i = 0; i < config.ngrams().size(); i++) {
      ModelConfig.Ngram ngram = config.ngrams().get(i);
      long h = 0;
      for (int u = t - ngram.order() + 1; u <= t; u++) {
        h = (h + (u < 0 ? 256 : previous[u]) + 1) * 0x9E3779B97F4A7C15L;
      }
      int row = (int) (h >>> (64 - Math.round(Math.log(ngram.rows()) / Math.log(2))));
      for (int j = 0; j < ngram.width(); j++) {
        all[at++] = tensors.get("ngrams." + i + ".weight")[row * ngram.width() + j];
      }
    }
    return all;
  }

  private double[] input(int previous, int[] context, double[] ngrams, int position) {
    int d = config.width();
    double[] x = new double[d];
    ModelConfig.LayoutInputs layout = config.layouts().getFirst();
    for (int j = 0; j < d; j++) {
      x[j] = tensors.get("embed.weight")[previous * d + j];
      int first = 0;
      for (int i = 0; i < context.length; i++) {
        x[j] += tensors.get("layouts." + layout.id() + ".weight")[(first + context[i]) * d + j];
        first += layout.contextSizes().get(i);
      }
      if (config.positions() == ModelConfig.Positions.SINUSOIDAL) {
        double angle = position / Math.pow(config.ropeBase(), (j - j % 2) / (double) d);
        x[j] += j % 2 == 0 ? Math.sin(angle) : Math.cos(angle);
      }
    }
    return ngrams.length == 0 ? x : sum(x, linear("ngram_in.weight", ngrams));
  }

  private double[][] attention(double[][] in, String prefix, int window) {
    int n = in.length;
    int width = config.headWidth();
    double[][][] q = new double[n][][];
    double[][][] k = new double[n][][];
    double[][][] v = new double[n][][];
    for (int t = 0; t < n; t++) {
      q[t] = heads(linear(prefix + "query.weight", in[t]), t, true);
      k[t] = heads(linear(prefix + "key.weight", in[t]), t, true);
      v[t] = heads(linear(prefix + "value.weight", in[t]), t, false);
    }
    double[][] out = new double[n][];
    for (int t = 0; t < n; t++) {
      double[] joined = new double[config.heads() * width];
      int from = Math.max(0, t - window + 1);
      for (int head = 0; head < config.heads(); head++) {
        int kv = head / (config.heads() / config.kvHeads());
        double[] weights = new double[t + 1];
        double total = 0;
        for (int u = from; u <= t; u++) {
          double score = 0;
          for (int i = 0; i < width; i++) {
            score += q[t][head][i] * k[u][kv][i];
          }
          weights[u] = Math.exp(score / Math.sqrt(width));
          total += weights[u];
        }
        for (int u = from; u <= t; u++) {
          for (int i = 0; i < width; i++) {
            joined[head * width + i] += weights[u] / total * v[u][kv][i];
          }
        }
      }
      out[t] = linear(prefix + "output.weight", joined);
    }
    return out;
  }

  private double[][] heads(double[] x, int position, boolean rotated) {
    int width = config.headWidth();
    int half = width / 2;
    double[][] heads = new double[x.length / width][width];
    for (int head = 0; head < heads.length; head++) {
      System.arraycopy(x, head * width, heads[head], 0, width);
      if (rotated && config.positions() == ModelConfig.Positions.ROPE) {
        for (int i = 0; i < half; i++) {
          double angle = position * Math.pow(config.ropeBase(), -2.0 * i / width);
          double a = x[head * width + i];
          double b = x[head * width + i + half];
          heads[head][i] = a * Math.cos(angle) - b * Math.sin(angle);
          heads[head][i + half] = a * Math.sin(angle) + b * Math.cos(angle);
        }
      }
    }
    return heads;
  }

  private double[][] mlp(double[][] in, String prefix) {
    double[][] out = new double[in.length][];
    for (int t = 0; t < in.length; t++) {
      double[] gate = linear(prefix + "gate.weight", in[t]);
      double[] up = linear(prefix + "up.weight", in[t]);
      for (int i = 0; i < gate.length; i++) {
        up[i] *= gate[i] / (1 + Math.exp(-gate[i]));
      }
      out[t] = linear(prefix + "down.weight", up);
    }
    return out;
  }

  private double[] norm(double[] x, String name) {
    boolean layer = config.norm() == ModelConfig.Norm.LAYER;
    double mean = 0;
    for (double value : x) {
      mean += layer ? value / x.length : 0;
    }
    double variance = 0;
    for (double value : x) {
      variance += (value - mean) * (value - mean) / x.length;
    }
    double[] out = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      out[i] =
          (x[i] - mean)
              / Math.sqrt(variance + config.normEpsilon())
              * tensors.get(name + ".weight")[i];
      out[i] += layer ? tensors.get(name + ".bias")[i] : 0;
    }
    return out;
  }

  private double[] linear(String name, double[] x) {
    float[] weights = tensors.get(name);
    double[] out = new double[weights.length / x.length];
    for (int o = 0; o < out.length; o++) {
      for (int i = 0; i < x.length; i++) {
        out[o] += weights[o * x.length + i] * x[i];
      }
    }
    return out;
  }

  private static double[] sum(double[] a, double[] b) {
    double[] out = a.clone();
    for (int i = 0; i < a.length; i++) {
      out[i] += b[i];
    }
    return out;
  }
}
