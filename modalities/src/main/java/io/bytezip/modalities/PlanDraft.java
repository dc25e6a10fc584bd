package io.bytezip.modalities;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A plan in the making: one segment of samples, one of everything else, and the parts that put them
 * together.
 */
final class PlanDraft {
  static final int SAMPLES = 0;
  static final int OTHER = 1;

  private final Layout layout;
  private final byte[] samples;
  private final ByteArrayOutputStream other = new ByteArrayOutputStream();
  private final List<Part> parts = new ArrayList<>();
  private int covered;

  /** A draft for all of {@code samples}, which the caller may still fill. */
  PlanDraft(Layout layout, byte[] samples) {
    this.layout = layout;
    this.samples = samples;
  }

  /** How many bytes of the input the parts make. */
  int covered() {
    return covered;
  }

  /** The next {@code count} bytes of the window are in neither sample nor a kind of their own. */
  void other(InputWindow window, int count) {
    if (count > 0) {
      side(window, covered, count);
      part(new Part.Copy(OTHER, count), count);
    }
  }

  /** Bytes that a part will read from the segment of other bytes. */
  void side(InputWindow window, int position, int count) {
    if (position < 0 || count > window.length() - position) {
      throw new IndexOutOfBoundsException(position);
    }
    other.write(window.bytes(), window.offset() + position, count);
  }

  /** Bytes, not from the window, that a part will read from the segment of other bytes. */
  void side(byte[] bytes) {
    other.write(bytes, 0, bytes.length);
  }

  /** The next part, which makes {@code count} bytes. */
  void part(Part part, int count) {
    parts.add(part);
    covered += count;
  }

  /** The remaining samples, {@code count} bytes; that needs no part. */
  void rest(int count) {
    covered += count;
  }

  /** The rest of the block, up to {@code length}, and the plan. */
  Plan finish(InputWindow window, int length) {
    side(window, covered, length - covered);
    covered = length;
    List<Segment> segments = new ArrayList<>();
    segments.add(new Segment(layout, samples));
    if (other.size() > 0) {
      segments.add(new Segment(new BytesLayout(), other.toByteArray()));
    }
    return new Plan(length, segments, new Recipe(parts).toBytes());
  }
}
