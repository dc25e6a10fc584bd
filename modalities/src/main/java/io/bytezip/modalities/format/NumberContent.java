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
  private final int channels;
  private final NumberSample sample;

  private NumberContent(byte[] numbers, NumberType type, int row, int channels) {
    this.numbers = numbers;
    this.type = type;
    this.row = row;
    this.channels = channels;
    this.sample = new NumberSample(numbers, type);
  }

  /** What these whole numbers are. */
  static Content of(byte[] numbers, NumberType type, NumberRows rows) {
    if (numbers.length < MIN_BYTES) {
      return new Content.Structure(numbers);
    }
    long row = rows.row();
    long height = row == 0 ? 0 : numbers.length / type.bytes() / row;
    boolean raster = row / rows.channels() >= MIN_ROW && row <= MAX_ROW && height >= MIN_ROW;
    return new NumberContent(numbers, type, raster ? (int) row : 0, rows.channels()).choose();
  }

  private Content choose() {
    if (type.kind() == NumberType.Kind.OPAQUE) {
      return new Content.Plane(BYTES, type.bytes(), 0, numbers);
    }
    return type.bytes() == 1 ? octets() : wide();
  }

  private Content octets() {
    if (smooth(0)) {
      return new Content.Samples(picture(), numbers);
    }
    if (type.integer() && sample.walks(channels)) {
      boolean signed = type.kind() == NumberType.Kind.SIGNED;
      return new Content.Samples(
          new SamplesLayout(Math.min(channels, 2), 8, signed, false), numbers);
    }
    return new Content.Plane(BYTES, 1, 0, numbers);
  }

  private Content wide() {
    boolean walks = type.integer() && sample.walks(channels);
    if (!walks && type.bytes() > 2 && sample.repeats()) {
      return grouped(List.of(type.bytes()));
    }
    int known = type.bytes();
    while (known > 1 && sample.noise(known - 1) && !smooth(known - 1)) {
      known--;
    }
    for (int k = 0; k < known; k++) {
      if (smooth(k)) {
        return pictures(known);
      }
    }
    if (walks) {
      return sound();
    }
    return grouped(known == type.bytes() ? List.of(known) : List.of(known, type.bytes() - known));
  }

  private boolean smooth(int k) {
    return row > 0 && sample.smooth(k, row, channels);
  }

  private Layout picture() {
    return new PixelsLayout(row / channels, channels, false);
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
      Layout layout = i < known && smooth(i) ? picture() : BYTES;
      contents.add(new Content.Plane(layout, 16 * type.bytes(), i, transform.group(numbers, i)));
    }
    return new Content.Made(transform, contents);
  }

  /** The low 24 bits, or all 16, as samples; above them there is hardly anything. */
  private Content sound() {
    boolean signed = type.kind() == NumberType.Kind.SIGNED;
    if (type.bytes() == 2) {
      return new Content.Samples(
          new SamplesLayout(Math.min(channels, 2), 16, signed, type.bigEndian()), numbers);
    }
    int above = type.bytes() - 3;
    Numbers transform = new Numbers(type.bigEndian(), List.of(above, 3));
    return new Content.Made(
        transform,
        List.of(
            new Content.Plane(BYTES, 16 * type.bytes() + above, 0, transform.group(numbers, 0)),
            new Content.Samples(
                new SamplesLayout(Math.min(channels, 2), 24, true, true),
                transform.group(numbers, 1))));
  }
}
