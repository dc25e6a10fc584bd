package io.bytezip.codec.mix;

import java.util.EnumMap;
import java.util.Map;

/**
 * What one kind of mixer begins with: numbers learned ahead of time, instead of formulas. A part
 * that is missing begins by formula. Immutable. Memory: 4 bytes a number.
 */
public final class MixerStart {
  /** Formulas for everything. */
  public static final MixerStart NONE = new MixerStart(new EnumMap<>(MixerPart.class));

  private final Map<MixerPart, float[]> parts;

  private MixerStart(Map<MixerPart, float[]> parts) {
    this.parts = parts;
  }

  /**
   * Checks the numbers.
   *
   * @param sizes how many numbers each part has, as {@link SegmentMixer#parts} says
   * @param parts the numbers of some parts; copied
   * @throws IllegalArgumentException naming the part with a wrong length, or with a number that is
   *     out of its range
   */
  static MixerStart of(Map<MixerPart, Integer> sizes, Map<MixerPart, float[]> parts) {
    EnumMap<MixerPart, float[]> kept = new EnumMap<>(MixerPart.class);
    parts.forEach(
        (part, values) -> {
          int size = sizes.getOrDefault(part, 0);
          boolean fits = part == MixerPart.PRIMER ? values.length <= size : values.length == size;
          if (!fits) {
            throw new IllegalArgumentException(
                part.id() + " has " + values.length + " numbers instead of " + size);
          }
          for (float value : values) {
            if (!part.allows(value)) {
              throw new IllegalArgumentException(part.id() + " holds " + value);
            }
          }
          kept.put(part, values.clone());
        });
    return new MixerStart(kept);
  }

  /**
   * This, but for one part.
   *
   * @param values are rounded to float16, as files have them
   */
  public MixerStart with(MixerPart part, float[] values) {
    EnumMap<MixerPart, float[]> changed = new EnumMap<>(MixerPart.class);
    changed.putAll(parts);
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = Float.float16ToFloat(Float.floatToFloat16(values[i]));
    }
    changed.put(part, rounded);
    return new MixerStart(changed);
  }

  /** Whether everything begins by formulas. */
  public boolean isEmpty() {
    return parts.isEmpty();
  }

  /** Whether there is such a part. */
  boolean has(MixerPart part) {
    return parts.containsKey(part);
  }

  /** A part's numbers, {@code null} where formulas hold; not to be changed. */
  public float[] get(MixerPart part) {
    return parts.get(part);
  }

  /** The bytes of the primer, possibly none. */
  byte[] primer() {
    float[] values = parts.getOrDefault(MixerPart.PRIMER, new float[0]);
    byte[] primer = new byte[values.length];
    for (int i = 0; i < primer.length; i++) {
      primer[i] = (byte) (int) values[i];
    }
    return primer;
  }

  /** A copy of all parts. */
  Map<MixerPart, float[]> parts() {
    EnumMap<MixerPart, float[]> copy = new EnumMap<>(MixerPart.class);
    parts.forEach((part, values) -> copy.put(part, values.clone()));
    return copy;
  }

  /** How many numbers it has. */
  int size() {
    return parts.values().stream().mapToInt(values -> values.length).sum();
  }
}
