package io.bytezip.modalities;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * How well centres and features do without a transformer: an estimate for development, in bits a
 * coded byte.
 *
 * <p>Arguments: lanes (0: the most that the layout allows), then binary PPM/PGM files and canonical
 * WAV files. Each residual is coded, ideally, by a mixture of closed-form densities around the
 * unrounded centre whose scales come from the energy features alone, with weights that follow the
 * file.
 */
final class LayoutEstimate {
  private static final double SHARE = 0.001;

  private LayoutEstimate() {}

  public static void main(String[] args) throws IOException {
    PrintStream out = System.out;
    int lanes = Integer.parseInt(args[0]);
    for (int i = 1; i < args.length; i++) {
      Path file = Path.of(args[i]);
      byte[] data = Files.readAllBytes(file);
      long start = System.nanoTime();
      double bits = args[i].endsWith(".wav") ? wave(data, lanes) : picture(data, lanes);
      double seconds = (System.nanoTime() - start) * 1e-9;
      out.printf("%-40s %.4f bits a byte, %.1f s%n", file.getFileName(), bits, seconds);
    }
  }

  private static double picture(byte[] data, int lanes) {
    int[] numbers = new int[3];
    int p = 2;
    for (int i = 0; i < 3; i++) {
      while (data[p] <= ' ') {
        p++;
      }
      while (data[p] > ' ') {
        numbers[i] = numbers[i] * 10 + data[p++] - '0';
      }
    }
    int channels = data[1] == '6' ? 3 : 1;
    int length = numbers[0] * numbers[1] * channels;
    byte[] source = Arrays.copyOfRange(data, p + 1, p + 1 + length);
    PixelsLayout layout = new PixelsLayout(numbers[0], channels, false);
    Mixture[] mixtures = new Mixture[5 * 40];
    Arrays.setAll(mixtures, i -> new Mixture(1));
    double[] scales = new double[mixtures.length];
    Arrays.setAll(scales, i -> 0.0625 * Math.pow(2, i % 40 / 4.0));
    return run(
        layout,
        source,
        lanes,
        (context, coded, rotation, lane, t) -> {
          int c = context[8] * 40 + context[5];
          double residual = ((coded - rotation) & 255) - 128 - ((context[6] + 0.5) / 8 - 0.5);
          double bits = mixtures[c].bits(residual, 256, scales[c]);
          scales[c] += (Math.abs(residual) - scales[c]) * 0.01;
          return bits;
        });
  }

  private static double wave(byte[] data, int lanes) {
    int channels = data[22];
    int bits = data[34];
    int bytes = bits / 8;
    byte[] source = Arrays.copyOfRange(data, 44, data.length - (data.length - 44) % bytes);
    SamplesLayout layout = new SamplesLayout(channels, bits, bits != 8, false);
    double unit = bits == 24 ? 256 : 1;
    Mixture mixture = new Mixture(4);
    int[] coded = new int[64];
    return run(
        layout,
        source,
        lanes,
        (context, value, rotation, lane, t) -> {
          coded[lane] = t % bytes == 0 ? 0 : coded[lane] << 8;
          coded[lane] |= (value - rotation) & 255;
          if (t % bytes < bytes - 1) {
            return 0;
          }
          double centre = (1 << (bits - 1)) + (context[9] + 0.5) / 16 - 0.5;
          return mixture.bits(
              coded[lane] - centre,
              1 << bits,
              unit * magnitude(context[7]),
              unit * magnitude(context[5] % 64),
              unit * magnitude(context[6] % 64),
              unit * magnitude(context[8]));
        });
  }

  private static double magnitude(int level) {
    return 0.125 * Math.pow(2, (level - 0.5) / 4);
  }

  @FunctionalInterface
  private interface Cost {
    double bits(int[] context, int coded, int rotation, int lane, int step);
  }

  private static double run(Layout layout, byte[] source, int lanes, Cost cost) {
    byte[] rebuilt = new byte[source.length];
    LiveSegment segment =
        layout.open(source, rebuilt, lanes == 0 ? layout.maxLanes(source.length) : lanes);
    int[] context = new int[layout.contextSizes().length];
    double bits = 0;
    for (int t = 0; t < segment.lane(0).length(); t++) {
      for (int i = 0; i < segment.lanes() && t < segment.lane(i).length(); i++) {
        LiveLane lane = segment.lane(i);
        lane.context(context, 0);
        int coded = lane.next();
        bits += cost.bits(context, coded, lane.rotation(), i, t);
        lane.accept(coded);
      }
    }
    if (!Arrays.equals(source, rebuilt)) {
      throw new IllegalStateException("not lossless");
    }
    return bits / source.length;
  }

  /**
   * Logistic, Laplace and Cauchy masses at three widths of each scale, weighted by how they did.
   */
  private static final class Mixture {
    private final double[] weights;
    private final double[] masses;

    Mixture(int scales) {
      weights = new double[9 * scales];
      masses = new double[9 * scales];
      Arrays.fill(weights, 1.0 / weights.length);
    }

    double bits(double residual, double range, double... scales) {
      int n = weights.length;
      double sum = 0;
      for (int i = 0; i < n; i++) {
        double width = i % 3 == 0 ? 0.6 : i % 3 == 1 ? 1 : 1.6;
        double scale = Math.max(0.05, scales[i / 9] * width);
        double near = (Math.abs(residual) - 0.5) / scale;
        double far = (Math.abs(residual) + 0.5) / scale;
        masses[i] = Math.max(1e-12, above(near, i / 3 % 3) - above(far, i / 3 % 3));
        sum += masses[i] * weights[i];
      }
      double total = 0;
      for (int i = 0; i < n; i++) {
        weights[i] = Math.pow(weights[i], 0.998) * masses[i];
        total += weights[i];
      }
      for (int i = 0; i < n; i++) {
        weights[i] = weights[i] / total * (1 - SHARE) + SHARE / n;
      }
      return -Math.log(sum * 0.9999 + 0.0001 / range) / Math.log(2);
    }

    private static double above(double z, int kind) {
      return switch (kind) {
        case 0 -> 1 / (1 + Math.exp(1.386 * z));
        case 1 -> z > 0 ? 0.5 * Math.exp(-z) : 1 - 0.5 * Math.exp(z);
        default -> 0.5 - Math.atan(2.2 * z) / Math.PI;
      };
    }
  }
}
