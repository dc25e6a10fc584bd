package io.bytezip.modalities.recipe;

import io.bytezip.modalities.MalformedRecipeException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A stream cut into GIF's data sub-blocks (GIF89a specification, section 15): each is its length in
 * a byte and its data, and an empty one ends them. Takes the stream; what the runs leave of it are
 * blocks of 255 bytes and a shorter last one.
 *
 * @param runs runs of blocks of equal lengths
 */
public record SubBlocks(List<Run> runs) implements Transform {
  private static final int MOST = 255;

  /**
   * Some blocks.
   *
   * @param length bytes of the stream in each, 1 to 255
   * @param count how many, at least 1
   */
  public record Run(int length, int count) {}

  /** Copies the list. */
  public SubBlocks {
    runs = List.copyOf(runs);
  }

  /** Blocks of these lengths in order, which are all of the stream. */
  public static SubBlocks of(List<Integer> lengths) {
    // What remains is cut by itself: full blocks, and one that is not behind them.
    int end = lengths.size();
    if (end > 0 && lengths.get(end - 1) < MOST) {
      end--;
    }
    while (end > 0 && lengths.get(end - 1) == MOST) {
      end--;
    }
    List<Run> runs = new ArrayList<>();
    int i = 0;
    while (i < end) {
      int from = i;
      int length = lengths.get(from);
      while (i < end && lengths.get(i) == length) {
        i++;
      }
      runs.add(new Run(length, i - from));
    }
    return new SubBlocks(runs);
  }

  @Override
  public int kind() {
    return 17;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    Varint.write(out, runs.size());
    for (Run run : runs) {
      out.writeByte(run.length);
      Varint.write(out, run.count);
    }
  }

  static SubBlocks read(DataInput in) throws IOException {
    int count = Varint.read(in, 0, Integer.MAX_VALUE);
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int length = in.readUnsignedByte();
      if (length == 0) {
        throw new MalformedRecipeException("an empty sub-block");
      }
      runs.add(new Run(length, Varint.read(in, 1, Integer.MAX_VALUE)));
    }
    return new SubBlocks(runs);
  }

  @Override
  public void apply(byte[] input, RecipeOutput out) throws MalformedRecipeException {
    int position = 0;
    for (Run run : runs) {
      for (int i = 0; i < run.count; i++) {
        if (run.length > input.length - position) {
          throw new MalformedRecipeException("the sub-blocks are longer than their stream");
        }
        out.u8(run.length);
        out.write(input, position, run.length);
        position += run.length;
      }
    }
    while (position < input.length) {
      int length = Math.min(MOST, input.length - position);
      out.u8(length);
      out.write(input, position, length);
      position += length;
    }
    out.u8(0);
  }
}
