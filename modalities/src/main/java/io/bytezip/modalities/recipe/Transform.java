package io.bytezip.modalities.recipe;

import io.bytezip.modalities.MalformedRecipeException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Makes bytes of bytes, always the same ones: what a file format did to its content. A recipe names
 * transforms by number; third parties compose these, they can't add to them, since every archive
 * must decode without anything that was plugged in.
 *
 * <p>Immutable. What it takes and makes is described by each implementation, and in
 * docs/FORMAT-RECIPES.md.
 */
public sealed interface Transform
    permits Deflate, Interleave, PackBits, PadRows, PngChunks, PngRows {
  /** The number in a recipe, 1 to 127. */
  int kind();

  /** Writes the parameters. */
  void write(DataOutput out) throws IOException;

  /**
   * Makes the bytes.
   *
   * <p>Parameters and input may come from anybody. Work and memory are bounded by the length of the
   * input and by what {@code out} takes.
   *
   * @param input all of the input; not changed
   * @throws MalformedRecipeException if the input doesn't fit the parameters, or {@code out} is
   *     full
   */
  void apply(byte[] input, RecipeOutput out) throws MalformedRecipeException;

  /** How a kind is read. */
  @FunctionalInterface
  interface Reader {
    /**
     * Reads what {@link Transform#write} wrote.
     *
     * @throws MalformedRecipeException if a parameter is out of range
     */
    Transform read(DataInput in) throws IOException;
  }

  /** One reader for each kind, from 1 on. */
  List<Reader> READERS =
      List.of(
          PadRows::read,
          in -> Deflate.read(in, false),
          in -> Deflate.read(in, true),
          PngRows::read,
          PngChunks::read,
          PackBits::read,
          Interleave::read);

  /** Reads the transform of this kind. */
  static Transform read(int kind, DataInput in) throws IOException {
    if (kind < 1 || kind > READERS.size()) {
      throw new MalformedRecipeException("unknown transform " + kind);
    }
    return READERS.get(kind - 1).read(in);
  }
}
