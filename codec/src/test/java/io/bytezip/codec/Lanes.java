package io.bytezip.codec;

import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.Layout;
import io.bytezip.modalities.Pixels16Layout;
import io.bytezip.modalities.PixelsLayout;
import io.bytezip.modalities.SamplesLayout;
import java.util.ArrayList;
import java.util.List;

/** Codes single segments, without a container. */
final class Lanes {
  /** Every layout, with every kind of pixel and sample that there is. */
  static final List<Layout> LAYOUTS = layouts();

  private Lanes() {}

  private static List<Layout> layouts() {
    List<Layout> layouts = new ArrayList<>();
    layouts.add(new BytesLayout());
    for (int channels = 1; channels <= 4; channels++) {
      for (int width : new int[] {1, 7, 150, 301}) {
        layouts.add(new PixelsLayout(width, channels, false));
        if (channels >= 3) {
          layouts.add(new PixelsLayout(width, channels, true));
        }
      }
    }
    for (int channels = 1; channels <= 4; channels++) {
      for (int width : new int[] {1, 150}) {
        layouts.add(new Pixels16Layout(width, channels, (channels & 1) == 0));
      }
    }
    for (int bits = 8; bits <= 32; bits += 8) {
      for (int kind = 0; kind < 8; kind++) {
        layouts.add(new SamplesLayout(1 + (kind & 1), bits, (kind & 2) != 0, (kind & 4) != 0));
      }
      layouts.add(new SamplesLayout(3, bits, true, true));
      layouts.add(new SamplesLayout(8, bits, true, false));
    }
    return List.copyOf(layouts);
  }

  /** The coded stream of one segment. */
  static byte[] encode(
      Layout layout, byte[] content, int lanes, Coding coding, PredictorSource models, int threads)
      throws CorruptArchiveException {
    DecisionEncoder coder = new DecisionEncoder();
    byte[] rebuilt = new byte[content.length];
    new LaneCoder(coder, coded -> true)
        .code(
            layout,
            LaneCoder.open(layout, content, rebuilt, lanes, coding.mixer()),
            opener(layout, coding, models),
            coding.mixer(),
            threads);
    return coder.finish();
  }

  /** The segment back. */
  static byte[] decode(
      Layout layout,
      byte[] stream,
      int length,
      int lanes,
      Coding coding,
      PredictorSource models,
      int threads)
      throws CorruptArchiveException {
    DecisionDecoder coder = new DecisionDecoder(stream);
    byte[] rebuilt = new byte[length];
    new LaneCoder(coder, coded -> true)
        .code(
            layout,
            LaneCoder.open(layout, null, rebuilt, lanes, coding.mixer()),
            opener(layout, coding, models),
            coding.mixer(),
            threads);
    coder.finish();
    return rebuilt;
  }

  private static PredictorSource.Opener opener(
      Layout layout, Coding coding, PredictorSource models) {
    return coding.transforms() ? models.forCompression(layout, ModelSize.DEFAULT) : null;
  }

  /** What the layouts meet: silence, constants, extremes, noise, ramps, text. */
  static byte[] content(int kind, int length, long seed) {
    return switch (kind) {
      case 0 -> Contents.constant(length, 0);
      case 1 -> Contents.constant(length, 255);
      case 2 -> Contents.random(length, seed);
      case 3 -> Contents.text(length, seed);
      case 4 -> Contents.skewed(length, seed);
      case 5 -> {
        byte[] square = new byte[length];
        for (int i = 0; i < length; i++) {
          square[i] = (byte) ((i >>> 4 & 1) == 0 ? 0x80 : 0x7F);
        }
        yield square;
      }
      case 6 -> {
        byte[] late = Contents.constant(length, 0);
        byte[] noise = Contents.random(length / 3, seed);
        System.arraycopy(noise, 0, late, length - noise.length, noise.length);
        yield late;
      }
      default -> {
        byte[] ramp = new byte[length];
        for (int i = 0; i < length; i++) {
          ramp[i] = (byte) (i * i >> 8);
        }
        yield ramp;
      }
    };
  }

  /** How many kinds of {@link #content} there are. */
  static final int KINDS = 8;
}
