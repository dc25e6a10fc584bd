package io.bytezip.modalities;

import java.util.Arrays;

/**
 * A run of frames; see {@link SamplesLayout} for what it tells the model. Memory: about 30 kB a
 * channel, and 100 kB more where a mixer is asked.
 */
final class SamplesLane implements LiveLane {
  private static final int LEVELS = 64;
  private static final int PLACES = 4;
  private static final int FRACTIONS = 16;
  private static final int SPAN = 8;
  private static final int DIFFERENCES = 2 * SPAN + 1;

  static final int[] CONTEXT_SIZES = {
    257,
    257,
    257,
    257,
    257,
    PLACES * LEVELS,
    PLACES * LEVELS,
    LEVELS,
    LEVELS,
    FRACTIONS,
    DIFFERENCES,
    DIFFERENCES,
    DIFFERENCES,
    DIFFERENCES,
    DIFFERENCES,
    DIFFERENCES,
    3,
    16
  };

  static final Evidence.Shape EVIDENCE =
      new Evidence.Shape(9, SamplesChannel.EVIDENCE, new int[] {LEVELS, LEVELS});

  private final byte[] source;
  private final byte[] rebuilt;
  private final int start;
  private final int length;
  private final int framesLength;
  private final int channels;
  private final int bits;
  private final int bytes;
  private final int mask;
  private final int half;
  private final int flip;
  private final boolean bigEndian;
  private final SamplesChannel[] state;

  private int position;
  private int channel;
  private int place;
  private int coded;
  private int rotation;
  private int lastSymbol = 256;
  private int symbolBefore = 256;

  SamplesLane(SamplesLayout layout, byte[] source, byte[] rebuilt, int start, int length) {
    this.source = source;
    this.rebuilt = rebuilt;
    this.start = start;
    this.length = length;
    this.channels = layout.channels();
    this.bits = layout.bits();
    this.bytes = bits / 8;
    this.framesLength = length - length % (channels * bytes);
    this.mask = (1 << bits) - 1;
    this.half = 1 << (bits - 1);
    this.flip = layout.signed() ? 0 : half;
    this.bigEndian = layout.bigEndian();
    this.state = new SamplesChannel[channels];
    double[][] scratch = LeastSquares.rows(SamplesEvidence.MOST_INPUTS);
    for (int i = 0; i < channels; i++) {
      state[i] = new SamplesChannel(bits, scratch);
    }
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public void context(int[] target, int offset) {
    if (position >= framesLength) {
      rotation = 0;
      for (int j = 0; j < CONTEXT_SIZES.length; j++) {
        target[offset + j] = CONTEXT_SIZES[j] == 257 ? 256 : 0;
      }
      return;
    }
    SamplesChannel c = state[channel];
    SamplesChannel other = other();
    if (place == 0) {
      c.predict(other);
      rotation = bits == 8 ? ((c.centre ^ flip) - 128) & 255 : 0;
    }
    int o = offset;
    target[o++] = c.highByte;
    target[o++] = c.secondByte;
    target[o++] = c.highByteBefore;
    target[o++] = other == null ? 256 : other.secondByte;
    target[o++] = symbolBefore;
    int part = bits == 8 ? 3 : place;
    target[o++] = part * LEVELS + c.level(1);
    target[o++] = part * LEVELS + c.level(2);
    target[o++] = c.level(0);
    target[o++] = c.level(3);
    target[o++] = c.fraction;
    double scale = c.inverseScale;
    for (int p = 0; p < 4; p++) {
      target[o++] = difference(c.difference(p) * scale);
    }
    target[o++] = difference(c.residual * scale);
    target[o++] = other == null ? SPAN : difference(other.residual * scale);
    target[o++] = channels == 1 ? 0 : 1 + channel;
    target[o] = (c.centre + half) >> (bits - 4);
  }

  private SamplesChannel other() {
    return channels == 2 ? state[1 - channel] : null;
  }

  private static int difference(double d) {
    return LogScale.signed(d, 0.0625, 0, SPAN);
  }

  @Override
  public void evidence(Evidence evidence) {
    if (position >= framesLength) {
      fillTail(evidence);
      return;
    }
    SamplesChannel c = state[channel];
    SamplesChannel other = other();
    if (place == 0) {
      c.predictMore(other);
    }
    c.evidence(evidence, bits == 8 ? half - (flip ^ half) : half - c.centre);
    int left = bytes - 1 - place;
    evidence.step = 1 << 8 * left;
    evidence.low = (coded << 8 * (left + 1)) - 0.5f;
    evidence.base = bits == 8 ? 0 : (coded << 8) + c.centre - half;
    evidence.selectors[0] = c.level(2);
    evidence.selectors[1] = c.level(1);
    int h = place << 24 ^ coded;
    int coarse = c.level(2) >> 1;
    int last = difference(c.residual * c.inverseScale);
    double before = other == null ? c.residualBefore : other.residual;
    evidence.contexts[0] = mix(1, h, c.level(1));
    evidence.contexts[1] = mix(2, h, c.level(2));
    evidence.contexts[2] = mix(3, h, c.level(0));
    evidence.contexts[3] = mix(4, h, c.highByte);
    evidence.contexts[4] = mix(5, h, c.highByte * 256 + c.highByteBefore);
    evidence.contexts[5] = mix(6, h, c.level(3));
    evidence.contexts[6] = mix(7, h, (c.level(0) >> 1) * LEVELS + coarse);
    evidence.contexts[7] = mix(8, h, c.evidenceDifference() * LEVELS + coarse);
    evidence.contexts[8] =
        mix(9, h, (last * DIFFERENCES + difference(before * c.inverseScale)) * LEVELS + coarse);
  }

  /** What there is to say of the bytes after the last whole frame: nothing. */
  static void fillTail(Evidence evidence) {
    Arrays.fill(evidence.errors, 1000);
    Arrays.fill(evidence.predictions, 128);
    Arrays.fill(evidence.selectors, 0);
    Arrays.fill(evidence.contexts, 0);
    evidence.focus = 128;
    evidence.spread = 1000;
    evidence.low = -0.5f;
    evidence.step = 1;
    evidence.base = 0;
  }

  /** The hash of a context. */
  static int mix(int context, int a, int b) {
    long h = ((long) context << 48) + ((long) a << 16) + b;
    h *= 0x9E3779B97F4A7C15L;
    h ^= h >>> 29;
    h *= 0xBF58476D1CE4E5B9L;
    return (int) (h >>> 32);
  }

  @Override
  public int rotation() {
    return rotation;
  }

  @Override
  public int address() {
    return position >= framesLength ? start + position : address(place);
  }

  private int address(int p) {
    return bigEndian ? start + position - place + p : start + position - place + bytes - 1 - p;
  }

  @Override
  public int next() {
    if (position >= framesLength) {
      return source[start + position] & 255;
    }
    int value = 0;
    for (int p = 0; p < bytes; p++) {
      value = value << 8 | source[address(p)] & 255;
    }
    if (bits == 8) {
      return value;
    }
    int signed = value ^ flip;
    return ((signed - state[channel].centre + half) & mask) >> (8 * (bytes - 1 - place)) & 255;
  }

  @Override
  public void accept(int byteCoded) {
    int symbol = (byteCoded - rotation) & 255;
    symbolBefore = lastSymbol;
    lastSymbol = symbol;
    if (position >= framesLength) {
      rebuilt[start + position++] = (byte) byteCoded;
      return;
    }
    coded = coded << 8 | byteCoded;
    if (place < bytes - 1) {
      place++;
      position++;
      return;
    }
    SamplesChannel c = state[channel];
    int raw;
    int residualBytes;
    if (bits == 8) {
      raw = coded;
      residualBytes = symbol;
    } else {
      residualBytes = coded;
      raw = (coded + c.centre - half) & mask ^ flip;
    }
    for (int p = 0; p < bytes; p++) {
      rebuilt[address(p)] = (byte) (raw >> (8 * (bytes - 1 - p)));
    }
    int shift = 32 - bits;
    int sample = (raw ^ flip) << shift >> shift;
    c.accept(sample, residualBytes);
    coded = 0;
    place = 0;
    position++;
    channel = channel + 1 == channels ? 0 : channel + 1;
  }
}
