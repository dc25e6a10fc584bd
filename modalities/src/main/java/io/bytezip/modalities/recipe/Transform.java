package io.bytezip.modalities.recipe;

import io.bytezip.modalities.MalformedRecipeException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Makes bytes of bytes, always the same ones: what a file format did to its content. A recipe names
 * transforms by number; third parties compose these, they can't add to them, since every archive
 * must decode without anything that was plugged in.
 *
 * <p>Immutable. What it takes and makes is described by each implementation, and in
 * docs/FORMAT-RECIPES.md.
 */
public sealed interface Transform
    permits Branches,
        Deflate,
        Differences,
        GifRows,
        Lzw,
        Numbers,
        PackBits,
        Packets,
        PadRows,
        PngChunks,
        PngRows,
        Qoi,
        ScaledIntegers,
        SubBlocks {
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

  /**
   * Reads the transform of this kind: what {@link #write} wrote.
   *
   * @throws MalformedRecipeException if there is no such kind, or a parameter is out of range
   */
  static Transform read(int kind, DataInput in) throws IOException {
    return switch (kind) {
      case 1 -> PadRows.read(in);
      case 2 -> Deflate.read(in, false);
      case 3 -> Deflate.read(in, true);
      case 4 -> PngRows.read(in);
      case 5 -> PngChunks.read(in);
      case 6 -> PackBits.read(in);
      case 16 -> Lzw.read(in);
      case 17 -> SubBlocks.read(in);
      case 18 -> GifRows.read(in);
      case 19 -> Qoi.read(in);
      case 20 -> Packets.read(in);
      case 21 -> Differences.read(in);
      case Branches.KIND -> Branches.read(in);
      case Numbers.KIND -> Numbers.read(in);
      case ScaledIntegers.KIND -> ScaledIntegers.read(in);
      default -> throw new MalformedRecipeException("unknown transform " + kind);
    };
  }
}
