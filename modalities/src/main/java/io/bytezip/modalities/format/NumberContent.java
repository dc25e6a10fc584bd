package io.bytezip.modalities.format;

import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.Layout;
import io.bytezip.modalities.PixelsLayout;
import io.bytezip.modalities.SamplesLayout;
import io.bytezip.modalities.recipe.Numbers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How the numbers of an array are laid out for coding; docs/TENSORS.md has what was measured.
 *
 * <ul>
 *   <li>Integers that walk, rather than jump, are sound.
 *   <li>Where neighbours in rows and columns are alike, each byte that is not noise is a picture.
 *   <li>Bytes that are noise lie apart; the others side by side, the high one first.
 * </ul>
 */
final class NumberContent {
  /** Of shorter arrays nothing is to be learned. */
  private static final int MIN_BYTES = Format.MIN_SAMPLES;

  private static final int MIN_ROW = 8;
  private static final int MAX_ROW = 1 << 13;
  private static final Layout BYTES = new BytesLayout();

  private final byte[] numbers;
  private final NumberType type;
  private final int row;
  private final NumberSample sample;

  private NumberContent(byte[] numbers, NumberType type, int row) {
    this.numbers = numbers;
    this.type = type;
    this.row = row;
    this.sample = new NumberSample(numbers, type);
  }

  /**
   * What whole numbers are.
   *
   * @param row how many lie side by side in the array's innermost dimension, 0 if that isn't known
   */
  static Content of(byte[] numbers, NumberType type, long row) {
    boolean raster =
        row >= MIN_ROW && row <= MAX_ROW && numbers.length / type.bytes() / row >= MIN_ROW;
    if (numbers.length < MIN_BYTES) {
      return new Content.Structure(numbers);
    }
    return new NumberContent(numbers, type, raster ? (int) row : 0).choose();
  }

  private Content choose() {
    if (type.kind() == NumberType.Kind.OPAQUE) {
      return new Content.Plane(BYTES, type.bytes(), 0, numbers);
    }
    return type.bytes() == 1 ? octets() : wide();
  }

  private Content octets() {
    if (row > 0 && sample.smooth(0, row)) {
      return new Content.Samples(new PixelsLayout(row, 1, false), numbers);
    }
    if (type.integer() && sample.walks()) {
      boolean signed = type.kind() == NumberType.Kind.SIGNED;
      return new Content.Samples(new SamplesLayout(1, 8, signed, false), numbers);
    }
    return new Content.Plane(BYTES, 1, 0, numbers);
  }

  private Content wide() {
    boolean walks = type.integer() && sample.walks();
    if (!walks && sample.repeats()) {
      return grouped(List.of(type.bytes()));
    }
    int known = type.bytes();
    while (known > 1 && sample.noise(known - 1)) {
      known--;
    }
    if (row > 0) {
      for (int k = 0; k < known; k++) {
        if (sample.smooth(k, row)) {
          return pictures(known);
        }
      }
    }
    if (walks) {
      return sound();
    }
    return grouped(known == type.bytes() ? List.of(known) : List.of(known, type.bytes() - known));
  }

  /** Each group of bytes for itself. */
  private Content grouped(List<Integer> groups) {
    Numbers transform = new Numbers(type.bigEndian(), groups);
    List<Content> contents = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      contents.add(
          new Content.Plane(
              BYTES, 16 * type.bytes() + groups.getFirst(), i, transform.group(numbers, i)));
    }
    return new Content.Made(transform, contents);
  }

  /** A picture of each byte that is not noise. */
  private Content pictures(int known) {
    List<Integer> groups = new ArrayList<>(Collections.nCopies(known, 1));
    if (known < type.bytes()) {
      groups.add(type.bytes() - known);
    }
    Numbers transform = new Numbers(type.bigEndian(), groups);
    List<Content> contents = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      Layout layout = i < known && sample.smooth(i, row) ? new PixelsLayout(row, 1, false) : BYTES;
      contents.add(new Content.Plane(layout, 16 * type.bytes(), i, transform.group(numbers, i)));
    }
    return new Content.Made(transform, contents);
  }

  /** The low 24 bits, or all 16, as samples; above them there is hardly anything. */
  private Content sound() {
    boolean signed = type.kind() == NumberType.Kind.SIGNED;
    if (type.bytes() == 2) {
      return new Content.Samples(new SamplesLayout(1, 16, signed, type.bigEndian()), numbers);
    }
    int above = type.bytes() - 3;
    Numbers transform = new Numbers(type.bigEndian(), List.of(above, 3));
    return new Content.Made(
        transform,
        List.of(
            new Content.Plane(BYTES, 16 * type.bytes() + above, 0, transform.group(numbers, 0)),
            new Content.Samples(
                new SamplesLayout(1, 24, true, true), transform.group(numbers, 1))));
  }
}
