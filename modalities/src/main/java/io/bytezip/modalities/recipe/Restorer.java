package io.bytezip.modalities.recipe;

import io.bytezip.modalities.MalformedRecipeException;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Puts segments together again. */
public final class Restorer {
  /** How deep transforms may lie in one another. */
  static final int MAX_DEPTH = 32;

  /** What all the transforms may make together, in units of all segments and the block. */
  private static final int MAX_LEVELS = 8;

  private final List<byte[]> segments;
  private final int[] positions;
  private final int[] places;
  private final RecipeOutput block;

  /** For what is made on the way, of all levels that are open at a time, too. */
  private final Room room;

  private Restorer(List<byte[]> segments, int length, int[] places) {
    this.segments = segments;
    this.places = places;
    positions = new int[segments.size()];
    long total = length;
    for (byte[] segment : segments) {
      total += segment.length;
    }
    block = new RecipeOutput(length, total - length + 1024);
    room = new Room(MAX_LEVELS * total + 65536);
  }

  /**
   * Restores a block.
   *
   * <p>Recipe and segments may come from anybody. The work is bounded by the recipe's length, the
   * length of the segments and {@code length}, and so is the memory: where a recipe is as deep as
   * can be, eight times the segments and the block, and while the largest part of it grows or is
   * handed on, that part twice; with a PNG three times.
   *
   * @param recipe the plan's recipe
   * @param segments the bytes of the plan's segments, in order; not changed
   * @param length the plan's length
   * @return {@code length} bytes
   * @throws MalformedRecipeException if the recipe is not well-formed, doesn't fit the segments, or
   *     makes another number of bytes
   */
  public static byte[] restore(byte[] recipe, List<byte[]> segments, int length)
      throws MalformedRecipeException {
    return restore(recipe, segments, length, new int[segments.size()]);
  }

  /**
   * The same, and tells where the segments have gone.
   *
   * @param places receives for each segment the offset in the block of its first byte, or of the
   *     start of what that byte is transformed into
   */
  public static byte[] restore(byte[] recipe, List<byte[]> segments, int length, int[] places)
      throws MalformedRecipeException {
    if (length < 0) {
      throw new MalformedRecipeException("negative length");
    }
    return new Restorer(segments, length, places).run(recipe, length);
  }

  private byte[] run(byte[] recipe, int length) throws MalformedRecipeException {
    try (ByteArrayInputStream source = new ByteArrayInputStream(recipe);
        DataInputStream in = new DataInputStream(source)) {
      while (source.available() > 0) {
        node(in, block, 0);
      }
    } catch (EOFException e) {
      throw new MalformedRecipeException("the recipe ends early");
    } catch (MalformedRecipeException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (int i = 0; i < segments.size(); i++) {
      copy(i, segments.get(i).length - positions[i], block);
    }
    if (block.size() != length) {
      throw new MalformedRecipeException("the recipe makes " + block.size() + " of " + length);
    }
    return block.release();
  }

  private void node(DataInputStream in, RecipeOutput out, int depth) throws IOException {
    int head = in.readUnsignedByte();
    if (head < RecipeWriter.TRANSFORM) {
      int segment = head;
      if (head == RecipeWriter.MORE_SEGMENTS) {
        segment = Varint.read(in, head, Integer.MAX_VALUE);
      }
      copy(segment, Varint.read(in, 1, Integer.MAX_VALUE), out);
      return;
    }
    if (depth == MAX_DEPTH) {
      throw new MalformedRecipeException("a recipe too deep");
    }
    Transform transform = Transform.read(head - RecipeWriter.TRANSFORM, in);
    RecipeOutput input = new RecipeOutput(room);
    for (int left = Varint.read(in, 0, Integer.MAX_VALUE); left > 0; left--) {
      node(in, input, depth + 1);
    }
    transform.apply(input.release(), out);
  }

  private void copy(int segment, int count, RecipeOutput out) throws MalformedRecipeException {
    if (segment >= segments.size()) {
      throw new MalformedRecipeException("there is no segment " + segment);
    }
    byte[] bytes = segments.get(segment);
    if (count > bytes.length - positions[segment]) {
      throw new MalformedRecipeException("segment " + segment + " is too short");
    }
    if (positions[segment] == 0) {
      places[segment] = block.size();
    }
    out.write(bytes, positions[segment], count);
    positions[segment] += count;
  }
}
