package io.bytezip.eval;

import io.bytezip.codec.NamedModel;
import io.bytezip.modalities.Modality;
import java.util.ArrayList;
import java.util.List;

/**
 * Bits a byte of one kind of data by how many bytes a model has seen of it before, in stretches
 * that double: none, one, two and three, four to seven, and so on.
 */
public final class ContextCurve {
  private final Modality modality;
  private final NamedModel model;
  private final int window;
  private final double[] bits;
  private final long[] bytes;
  private long windows;

  /**
   * A stretch of the window.
   *
   * @param from bytes before its first one
   * @param to bytes before its last one
   * @param bytes how many were measured there
   * @param bitsPerByte what they took on average
   */
  public record Stretch(int from, int to, long bytes, double bitsPerByte) {}

  /**
   * Nothing measured yet.
   *
   * @param window bytes of a window
   */
  ContextCurve(Modality modality, NamedModel model, int window) {
    this.modality = modality;
    this.model = model;
    this.window = window;
    int stretches = stretch(window - 1) + 1;
    bits = new double[stretches];
    bytes = new long[stretches];
  }

  private static int stretch(int position) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(position);
  }

  /** Counts a byte with so many before it. */
  void add(int position, double cost) {
    bits[stretch(position)] += cost;
    bytes[stretch(position)]++;
    if (position == 0) {
      windows++;
    }
  }

  /** What the data are. */
  public Modality modality() {
    return modality;
  }

  /** The model. */
  public NamedModel model() {
    return model;
  }

  /** How many windows were begun. */
  public long windows() {
    return windows;
  }

  /** Bits of everything measured. */
  public double bits() {
    double sum = 0;
    for (double each : bits) {
      sum += each;
    }
    return sum;
  }

  /** How many bytes were measured. */
  public long measured() {
    return windows * window;
  }

  /** The curve. */
  public List<Stretch> stretches() {
    List<Stretch> stretches = new ArrayList<>();
    for (int i = 0; i < bits.length; i++) {
      int from = i == 0 ? 0 : 1 << (i - 1);
      int to = Math.min(Math.max(0, 2 * from - 1), window - 1);
      stretches.add(new Stretch(from, to, bytes[i], bits[i] / bytes[i]));
    }
    return stretches;
  }
}
