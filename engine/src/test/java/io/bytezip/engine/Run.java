package io.bytezip.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Inputs for some lanes over some steps, and what a model makes of them. */
final class Run {
  final int lanes;
  final int[][] previous;
  final int[][] context;
  private final int contextInputs;

  /** Random symbols and context values; lane l's do not depend on the number of lanes. */
  Run(ModelConfig config, int lanes, int steps, long seed) {
    this.lanes = lanes;
    List<Integer> sizes = config.layouts().getFirst().contextSizes();
    contextInputs = sizes.size();
    previous = new int[steps][lanes];
    context = new int[steps][lanes * contextInputs];
    for (int lane = 0; lane < lanes; lane++) {
      SplittableRandom random = new SplittableRandom(seed * 1000 + lane);
      for (int t = 0; t < steps; t++) {
        previous[t][lane] = t == 0 ? 256 : random.nextInt(256);
        for (int i = 0; i < contextInputs; i++) {
          context[t][lane * contextInputs + i] = random.nextInt(sizes.get(i));
        }
      }
    }
  }

  private Run(int lanes, int[][] previous, int[][] context, int contextInputs) {
    this.lanes = lanes;
    this.previous = previous;
    this.context = context;
    this.contextInputs = contextInputs;
  }

  int steps() {
    return previous.length;
  }

  /** The lanes from {@code first} on, alone. */
  Run part(int first, int count) {
    int[][] symbols = new int[steps()][count];
    int[][] values = new int[steps()][count * contextInputs];
    for (int t = 0; t < steps(); t++) {
      System.arraycopy(previous[t], first, symbols[t], 0, count);
      System.arraycopy(context[t], first * contextInputs, values[t], 0, count * contextInputs);
    }
    return new Run(count, symbols, values, contextInputs);
  }

  /** Weights of all lanes, step by step. */
  List<float[]> weights(Session session) {
    List<float[]> all = new ArrayList<>();
    for (int t = 0; t < steps(); t++) {
      float[] weights = new float[lanes * 256];
      session.step(lanes, previous[t], context[t], weights);
      all.add(weights);
    }
    return all;
  }

  /** Context of one lane, a row a step. */
  int[][] laneContext(int lane) {
    int[][] rows = new int[steps()][contextInputs];
    for (int t = 0; t < steps(); t++) {
      System.arraycopy(context[t], lane * contextInputs, rows[t], 0, contextInputs);
    }
    return rows;
  }

  int[] lanePrevious(int lane) {
    int[] symbols = new int[steps()];
    for (int t = 0; t < steps(); t++) {
      symbols[t] = previous[t][lane];
    }
    return symbols;
  }
}
