package io.bytezip.modalities;

/**
 * A run of frames for mixers in a hurry. Coded are, for every width, the bytes of (sample - centre
 * + half the range), high byte first, with rotation 0; a trailing partial frame as it is.
 */
final class SamplesLightLane implements LiveLane {
  private static final int LEVELS = 64;
  private static final int PLACES = 3;
  private static final int DIFFERENCES = 17;

  static final Evidence.Shape SHAPE =
      new Evidence.Shape(
          5, SamplesLightChannel.PREDICTIONS, new int[] {PLACES * LEVELS, PLACES * DIFFERENCES});

  private final byte[] source;
  private final byte[] rebuilt;
  private final int start;
  private final int length;
  private final int framesLength;
  private final int bytes;
  private final int mask;
  private final int half;
  private final int flip;
  private final boolean bigEndian;
  private final SamplesLightChannel[] state;

  private int position;
  private int channel;
  private int place;
  private int coded;

  SamplesLightLane(SamplesLayout layout, byte[] source, byte[] rebuilt, int start, int length) {
    this.source = source;
    this.rebuilt = rebuilt;
    this.start = start;
    this.length = length;
    int bits = layout.bits();
    bytes = bits / 8;
    framesLength = length - length % (layout.channels() * bytes);
    mask = (1 << bits) - 1;
    half = 1 << (bits - 1);
    flip = layout.signed() ? 0 : half;
    bigEndian = layout.bigEndian();
    state = new SamplesLightChannel[layout.channels()];
    double[][] scratch = SamplesLightChannel.scratch();
    for (int i = 0; i < state.length; i++) {
      state[i] = new SamplesLightChannel(bits, scratch);
    }
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public void context(int[] target, int offset) {
    if (position < framesLength && place == 0) {
      state[channel].predict(other());
    }
  }

  private SamplesLightChannel other() {
    return state.length == 2 ? state[1 - channel] : null;
  }

  @Override
  public void evidence(Evidence e) {
    if (position >= framesLength) {
      SamplesLane.fillTail(e);
      return;
    }
    SamplesLightChannel c = state[channel];
    c.write(e, half - c.centre());
    int left = bytes - 1 - place;
    e.step = 1 << 8 * left;
    e.low = (coded << 8 * (left + 1)) - 0.5f;
    int last = c.lastResidual(c);
    SamplesLightChannel other = other();
    int otherLast = other == null ? 0 : other.lastResidual(c);
    e.selectors[0] = place * LEVELS + c.level(2);
    e.selectors[1] = place * DIFFERENCES + (other == null ? last : otherLast);
    int h = place << 24 ^ coded;
    e.contexts[0] = SamplesLane.mix(1, h, c.level(1));
    e.contexts[1] = SamplesLane.mix(2, h, c.level(2));
    e.contexts[2] = SamplesLane.mix(3, h, c.level(3));
    e.contexts[3] = SamplesLane.mix(4, h, last * LEVELS + c.level(2) / 2);
    e.contexts[4] = SamplesLane.mix(5, h, otherLast * LEVELS + c.level(0) / 2);
  }

  @Override
  public int rotation() {
    return 0;
  }

  @Override
  public int address() {
    return position >= framesLength ? start + position : address(place);
  }

  private int address(int p) {
    return start + position - place + (bigEndian ? p : bytes - 1 - p);
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
    int shifted = (value ^ flip) - state[channel].centre() + half & mask;
    return shifted >> 8 * (bytes - 1 - place) & 255;
  }

  @Override
  public void accept(int octet) {
    if (position >= framesLength) {
      rebuilt[start + position++] = (byte) octet;
      return;
    }
    coded = coded << 8 | octet;
    if (place < bytes - 1) {
      place++;
      position++;
      return;
    }
    SamplesLightChannel c = state[channel];
    int sample = coded + c.centre() - half & mask;
    int raw = sample ^ flip;
    for (int p = 0; p < bytes; p++) {
      rebuilt[address(p)] = (byte) (raw >> 8 * (bytes - 1 - p));
    }
    int shift = 32 - 8 * bytes;
    c.accept(sample << shift >> shift);
    coded = 0;
    place = 0;
    position++;
    channel = channel + 1 == state.length ? 0 : channel + 1;
  }
}
