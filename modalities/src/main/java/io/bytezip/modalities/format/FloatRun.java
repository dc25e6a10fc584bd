package io.bytezip.modalities.format;

import io.bytezip.modalities.SamplesLayout;
import io.bytezip.modalities.recipe.ScaledIntegers;
import java.util.Arrays;
import java.util.List;

/**
 * Floating-point samples of a sound: integers where they are nothing else but that, divided by a
 * power of two, else numbers as in any array. May go on in later blocks.
 *
 * @param name of the format
 * @param kind how they lie
 * @param start where they begin
 * @param frames how many there should be; fewer if the input ends early
 */
record FloatRun(String name, PcmKind kind, int start, long frames) implements Format {
  @Override
  public boolean mayBegin(InputWindow window, int position) {
    return false;
  }

  @Override
  public Finding open(InputWindow window, int room) {
    int frame = kind.frame();
    if (!window.has(0, (long) start + frame)) {
      return window.complete() ? new Finding.Nothing() : new Finding.More((long) start + frame);
    }
    long shown = ((long) window.length() - start) / frame;
    int taken = (int) Math.min(Math.min(frames, shown), (room - start) / frame);
    boolean ends = taken == frames || window.complete() && taken == shown;
    if (taken < 1 || ends && (long) taken * frame < MIN_SAMPLES) {
      return new Finding.Nothing();
    }
    int count = taken * frame;
    int from = window.offset() + start;
    byte[] floats = Arrays.copyOfRange(window.bytes(), from, from + count);
    Content content =
        ScaledIntegers.apart(floats, kind.bytes(), kind.bigEndian())
            .map(this::integers)
            .orElseGet(() -> numbers(floats));
    Draft draft = new Draft(window).structure(start).made(count, content);
    return new Finding.Found(draft, ends ? null : new FloatRun(name, kind, 0, frames - taken));
  }

  private Content numbers(byte[] floats) {
    NumberType type = new NumberType(kind.bytes(), NumberType.Kind.FLOAT, kind.bigEndian());
    return NumberContent.of(floats, type, NumberRows.NONE);
  }

  private Content integers(ScaledIntegers.Apart apart) {
    int bits = 8 * apart.transform().bytes();
    SamplesLayout layout = new SamplesLayout(kind.channels(), bits, true, false);
    return new Content.Made(
        apart.transform(), List.of(new Content.Samples(layout, apart.integers())));
  }
}
