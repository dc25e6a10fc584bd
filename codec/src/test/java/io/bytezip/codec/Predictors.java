package io.bytezip.codec;

import io.bytezip.modalities.Layout;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Cheap predictors in the place of transformers. */
final class Predictors {
  static final ModelId ORDER_0 = new ModelId(0x0123456789ABCDEFL);
  static final ModelId NOISE = new ModelId(0x0F1E2D3C4B5A6978L);

  private Predictors() {}

  /** Knows no models. */
  static PredictorSource none() {
    return source(null);
  }

  /** Counts what each lane has seen so far; codes every layout. */
  static PredictorSource order0() {
    return source(new Cheap(ORDER_0, (layout, lanes) -> new Order0(lanes)));
  }

  /**
   * Peaked pseudo-random probabilities that depend on step, previous symbol and context; a worst
   * case for the coder.
   */
  static PredictorSource noise() {
    return source(new Cheap(NOISE, (layout, lanes) -> new Noise(layout.contextSizes().length)));
  }

  /** Opens this one, whatever the layout and the lanes. */
  static PredictorSource.Opener opener(Predictor predictor) {
    return new Cheap(NOISE, (layout, lanes) -> predictor);
  }

  static PredictorSource source(PredictorSource.Opener opener) {
    return new PredictorSource() {
      @Override
      public Opener forCompression(Layout layout, ModelSize size) {
        return opener;
      }

      @Override
      public Opener byId(ModelId id) throws UnknownModelException {
        if (opener == null || !opener.id().equals(id)) {
          throw new UnknownModelException(id);
        }
        return opener;
      }
    };
  }

  private interface Opening {
    Predictor open(Layout layout, int lanes);
  }

  private record Cheap(ModelId id, Opening opening) implements PredictorSource.Opener {
    @Override
    public long bytesPerLane() {
      return 4096;
    }

    @Override
    public boolean reads(Layout layout) {
      return true;
    }

    @Override
    public Predictor open(Layout layout, int lanes) {
      return opening.open(layout, lanes);
    }
  }

  private static final class Order0 implements Predictor {
    private final float[] counts;

    Order0(int lanes) {
      counts = new float[lanes * 256];
      Arrays.fill(counts, 1 / 64f);
    }

    @Override
    public void step(int active, int[] previous, int[] context, float[] weights) {
      for (int lane = 0; lane < active; lane++) {
        int base = lane * 256;
        if (previous[lane] < 256) {
          counts[base + previous[lane]]++;
        }
        float max = 0;
        for (int i = 0; i < 256; i++) {
          max = Math.max(max, counts[base + i]);
        }
        float scale = 1 / max;
        for (int i = 0; i < 256; i++) {
          weights[base + i] = Math.min(1, counts[base + i] * scale);
        }
      }
    }
  }

  private static final class Noise implements Predictor {
    private final int inputs;
    private long step;

    Noise(int inputs) {
      this.inputs = inputs;
    }

    @Override
    public void step(int active, int[] previous, int[] context, float[] weights) {
      step++;
      for (int lane = 0; lane < active; lane++) {
        long seed = step * 1_000_003 + previous[lane];
        for (int i = 0; i < inputs; i++) {
          seed = seed * 31 + context[lane * inputs + i];
        }
        SplittableRandom random = new SplittableRandom(seed);
        float exponent = random.nextInt(40);
        for (int i = 0; i < 256; i++) {
          float weight = random.nextFloat();
          for (int power = 0; power < exponent; power++) {
            weight *= 0.7f;
          }
          weights[lane * 256 + i] = weight;
        }
        weights[lane * 256 + random.nextInt(256)] = 1;
      }
    }
  }
}
