package io.bytezip.modalities;

import java.util.List;

/** Puts segments together again. */
public final class Restorer {
  private final List<byte[]> segments;
  private final int[] positions;
  private final BlockOutput out;

  private Restorer(List<byte[]> segments, int length) {
    this.segments = segments;
    positions = new int[segments.size()];
    // A PNG is smaller than its pixels, everything else about as long as its segments.
    long expected = 1024;
    for (byte[] segment : segments) {
      expected += segment.length;
    }
    out = new BlockOutput(length, expected);
  }

  /**
   * Restores a block.
   *
   * <p>Recipe and segments may come from anybody. The work is bounded by the recipe's length, the
   * length of the segments and {@code length}; memory beyond the result is at most three times the
   * segments and the result, plus 2 MiB.
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
    if (length < 0) {
      throw new MalformedRecipeException("negative length");
    }
    return new Restorer(segments, length).run(Recipe.parse(recipe));
  }

  private byte[] run(Recipe recipe) throws MalformedRecipeException {
    for (Part part : recipe.parts()) {
      if (part.segment() >= segments.size()) {
        throw new MalformedRecipeException("there is no segment " + part.segment());
      }
      switch (part) {
        case Part.Copy copy -> copy(copy.segment(), copy.count());
        case Part.Rows rows -> rows(rows);
        case Part.Png png -> png(png);
      }
    }
    for (int i = 0; i < segments.size(); i++) {
      copy(i, left(i));
    }
    return out.complete();
  }

  private int left(int segment) {
    return segments.get(segment).length - positions[segment];
  }

  /** Takes bytes of a segment and tells where they begin. */
  private int take(int segment, long count) throws MalformedRecipeException {
    if (count > left(segment)) {
      throw new MalformedRecipeException("segment " + segment + " is too short");
    }
    int from = positions[segment];
    positions[segment] += (int) count;
    return from;
  }

  private void copy(int segment, int count) throws MalformedRecipeException {
    int from = take(segment, count);
    out.write(segments.get(segment), from, count);
  }

  private void rows(Part.Rows part) throws MalformedRecipeException {
    int last = segments.size() - 1;
    if ((long) part.rowBytes() * part.rows() > left(part.segment())) {
      throw new MalformedRecipeException("segment " + part.segment() + " is too short");
    }
    for (int i = 0; i < part.rows(); i++) {
      copy(part.segment(), part.rowBytes());
      if (part.stored()) {
        copy(last, part.padding());
      } else {
        out.zeros(part.padding());
      }
    }
  }

  private void png(Part.Png part) throws MalformedRecipeException {
    long size = (long) part.rowBytes() * part.rows();
    int from = take(part.segment(), size);
    byte[] pixels = segments.get(part.segment());
    byte[] filters = null;
    int filtersFrom = 0;
    if (part.filter() == Part.Png.STORED_FILTERS) {
      int last = segments.size() - 1;
      filtersFrom = take(last, part.rows());
      filters = segments.get(last);
    }
    PngWriter.write(part, pixels, from, filters, filtersFrom, out);
  }
}
