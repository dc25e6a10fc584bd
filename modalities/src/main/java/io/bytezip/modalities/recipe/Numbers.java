package io.bytezip.modalities.recipe;

import io.bytezip.modalities.MalformedRecipeException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers of several bytes, of groups of their bytes by significance: takes for each group, from
 * the most significant on, that group's bytes of all numbers, each time with the high byte first.
 * One group of all bytes turns the order of little-endian numbers; groups of one byte each are byte
 * planes.
 *
 * @param bigEndian whether the numbers have their high byte first
 * @param groups how many bytes there are in each group, 1 or more; together 1 to 16
 */
public record Numbers(boolean bigEndian, List<Integer> groups) implements Transform {
  static final int KIND = 33;

  private static final int MAX_WIDTH = 16;

  /** Copies the list, checks the ranges. */
  public Numbers {
    groups = List.copyOf(groups);
    if (groups.isEmpty() || groups.stream().anyMatch(group -> group < 1 || group > MAX_WIDTH)) {
      throw new IllegalArgumentException("groups " + groups);
    }
    if (groups.stream().mapToInt(Integer::intValue).sum() > MAX_WIDTH) {
      throw new IllegalArgumentException("groups " + groups);
    }
  }

  /** Bytes of a number. */
  public int width() {
    return groups.stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public int kind() {
    return KIND;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeByte(groups.size() | (bigEndian ? 32 : 0));
    for (int group : groups) {
      out.writeByte(group);
    }
  }

  static Numbers read(DataInput in) throws IOException {
    int head = in.readUnsignedByte();
    int count = head & 31;
    if (head > 63 || count > MAX_WIDTH) {
      throw new MalformedRecipeException("unknown kind of numbers " + head);
    }
    List<Integer> groups = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      groups.add(in.readUnsignedByte());
    }
    try {
      return new Numbers((head & 32) != 0, groups);
    } catch (IllegalArgumentException e) {
      throw new MalformedRecipeException(e.getMessage());
    }
  }

  @Override
  public void apply(byte[] input, RecipeOutput out) throws MalformedRecipeException {
    int width = width();
    if (input.length % width != 0) {
      throw new MalformedRecipeException("part of a number");
    }
    int count = input.length / width;
    byte[] numbers = new byte[input.length];
    int from = 0;
    int significance = 0;
    for (int group : groups) {
      for (int k = 0; k < group; k++) {
        int place = place(significance + k);
        for (int i = 0; i < count; i++) {
          numbers[i * width + place] = input[from + i * group + k];
        }
      }
      from += count * group;
      significance += group;
    }
    out.write(numbers, 0, numbers.length);
  }

  /**
   * The bytes of one group.
   *
   * @param numbers whole numbers
   * @param group its index
   */
  public byte[] group(byte[] numbers, int group) {
    int width = width();
    int size = groups.get(group);
    int significance = groups.stream().limit(group).mapToInt(Integer::intValue).sum();
    byte[] bytes = new byte[numbers.length / width * size];
    for (int k = 0; k < size; k++) {
      int place = place(significance + k);
      for (int i = 0; i < bytes.length / size; i++) {
        bytes[i * size + k] = numbers[i * width + place];
      }
    }
    return bytes;
  }

  /** Where in a number the byte with so many more significant ones lies. */
  private int place(int significance) {
    return bigEndian ? significance : width() - 1 - significance;
  }
}
