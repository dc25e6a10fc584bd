package io.bytezip.modalities;

/** Further predictions of one channel of one lane, for the mixer only. */
final class SamplesBank {
  static final java.util.concurrent.ConcurrentHashMap<String, Double> M = new java.util.concurrent.ConcurrentHashMap<>();
  static double P(String n, double d) { return M.computeIfAbsent(n, k -> Double.parseDouble(System.getProperty(k, "" + d))); }
  final int LONG = (int) P("bl", 32);
  final int MID = (int) P("bm", 24);
  final int TINY = (int) P("bt", 8);
  static final int STAGES = 3;
  static final int COUNT = 3 + 2 * STAGES + 1;
  private final double lowest;
  private final double highest;
  private final double[] longInputs = new double[LONG];
  private final double[] midInputs = new double[MID];
  private final double[] tinyInputs = new double[TINY];
  private final double[] stackInputs = new double[COUNT + 6];
  private final double[] past = new double[64];
  private final LeastSquares longSquares = new LeastSquares(LONG, P("blf", .9995), (int) P("ble", 8), 1);
  private final LeastSquares midSquares = new LeastSquares(MID, P("bmf", .995), (int) P("bme", 4), 1);
  private final LeastSquares tinySquares = new LeastSquares(TINY, P("btf", .95), 1, 1);
  private final LeastSquares stack = new LeastSquares(COUNT + 6 - 1, P("bsf", .998), (int) P("bse", 2), P("bsr", 1));
  private final AdaptiveLms[] cascade = {
    new AdaptiveLms((int) P("n1", 256), P("a1", .002), P("beta", .98)),
    new AdaptiveLms((int) P("n2", 64), P("a2", .003), P("beta", .98)),
    new AdaptiveLms((int) P("n3", 16), P("a3", .004), P("beta", .98)) };
  private final NormalizedLms[] early = {
    new NormalizedLms((int) P("m1", 1024), P("u1", .005), 1), new NormalizedLms((int) P("m2", 256), P("u2", .005), 1), new NormalizedLms((int) P("m3", 16), P("u3", .005), 1)};
  private final double[] steps = new double[2 * STAGES];
  final double[] parts = new double[COUNT];
  final double[] fast = new double[COUNT];
  final double[] slow = new double[COUNT + 1];
  private final double[][] scratch;
  private double weight;
  private double base;

  SamplesBank(double lowest, double highest, double[][] scratch) {
    this.lowest = lowest;
    this.highest = highest;
    this.scratch = scratch;
    longSquares.start(0, 1);
    midSquares.start(0, 1);
    tinySquares.start(0, 1);
    stack.start(0, 1);
    java.util.Arrays.fill(fast, 64);
    java.util.Arrays.fill(slow, 64);
  }

  void predict(SamplesBank other, double weight, double first, double[] old) {
    this.weight = weight;
    if (other == null) {
      System.arraycopy(past, 0, longInputs, 0, LONG);
      System.arraycopy(past, 0, midInputs, 0, MID);
      System.arraycopy(past, 0, tinyInputs, 0, TINY);
    } else {
      System.arraycopy(past, 0, longInputs, 0, LONG / 2);
      System.arraycopy(other.past, 0, longInputs, LONG / 2, LONG / 2);
      System.arraycopy(past, 0, midInputs, 0, MID * 2 / 3);
      System.arraycopy(other.past, 0, midInputs, MID * 2 / 3, MID / 3);
      System.arraycopy(past, 0, tinyInputs, 0, TINY * 3 / 4);
      System.arraycopy(other.past, 0, tinyInputs, TINY * 3 / 4, TINY / 4);
    }
    int n = 0;
    double p = clamp(longSquares.predict(longInputs));
    parts[n++] = p;
    for (int i = 0; i < STAGES; i++) {
      steps[i] = early[i].predict();
      p += steps[i];
      parts[n++] = clamp(p);
    }
    parts[n++] = clamp(midSquares.predict(midInputs));
    parts[n++] = clamp(tinySquares.predict(tinyInputs));
    base = first;
    p = first;
    for (int i = 0; i < STAGES; i++) {
      steps[STAGES + i] = cascade[i].predict();
      p += steps[STAGES + i];
      parts[n++] = clamp(p);
    }
    int mask = (int) P("mask", 0);
    for (int i = 0; i < COUNT - 1; i++) {
      if ((mask >> i & 1) != 0) {
        parts[i] = old[0];
      }
    }
    int k = 0;
    stackInputs[k++] = old[0];
    for (int i = 1; i < 6; i++) {
      stackInputs[k++] = old[i] - old[0];
    }
    for (int i = 0; i < COUNT - 1; i++) {
      stackInputs[k++] = parts[i] - old[0];
    }
    parts[n] = clamp(stack.predict(stackInputs));
  }

  void accept(double value, double exact) {
    longSquares.update(longInputs, value, weight, scratch);
    midSquares.update(midInputs, value, weight, scratch);
    tinySquares.update(tinyInputs, value, weight, scratch);
    double e = value - parts[0];
    for (int i = 0; i < STAGES; i++) {
      early[i].update(e);
      e -= steps[i];
    }
    e = value - base;
    for (int i = 0; i < STAGES; i++) {
      cascade[i].update(e);
      e -= steps[STAGES + i];
    }
    stack.update(stackInputs, value, weight, scratch);
    for (int i = 0; i < COUNT; i++) {
      double d = Math.abs(value - parts[i]);
      fast[i] += (d - fast[i]) * 0.06;
      slow[i] += (d - slow[i]) * 0.01;
    }
    slow[COUNT] += (Math.abs(value - exact) - slow[COUNT]) * 0.01;
    System.arraycopy(past, 0, past, 1, past.length - 1);
    past[0] = value;
  }

  private double clamp(double v) {
    if (v >= lowest) {
      return v > highest ? highest : v;
    }
    return v < lowest ? lowest : 0;
  }
}
