package io.bytezip.modalities.recipe;

import io.bytezip.modalities.MalformedRecipeException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Run lengths in packets, as in TIFF (TIFF 6.0, section 9: PackBits) and TGA (Truevision TGA 2.0,
 * "run-length encoded images"): a head, and the elements of a stretch, or one element for a run of
 * equal ones. Takes the heads of all packets and then the elements.
 *
 * @param variant what the heads mean
 * @param width bytes of an element, 1 to 4
 * @param rule which packets the encoder makes
 * @param rowElements elements of a row, at least 1: packets end with it; only if the rule says so
 * @param heads bytes of heads at the input's start; 0 unless the rule is to read them
 */
public record Packets(Variant variant, int width, Rule rule, int rowElements, int heads)
    implements Transform {
  private static final int MOST = 128;

  /** What a head means. */
  public enum Variant {
    /**
     * 0 to 127: one more elements as they are. 129 to 255: 257 minus it are a run. 128: nothing.
     */
    PACK_BITS,
    /** 0 to 127: one more elements as they are. 128 to 255: a run of 127 fewer. */
    TGA
  }

  /** Which packets there are. */
  public enum Rule {
    /** The input says so. */
    STORED,
    /** A run wherever two elements are equal. */
    RUNS_OF_TWO,
    /** A run wherever three elements are equal. */
    RUNS_OF_THREE,
    /** Two or more equal elements are a run, but within a stretch three or more. */
    RUNS_OF_TWO_THEN_THREE
  }

  /**
   * Packets taken apart.
   *
   * @param packets what makes them
   * @param heads of the packets, if they have to be stored
   * @param elements all elements
   * @param size bytes of the packets
   */
  public record Apart(Packets packets, byte[] heads, byte[] elements, int size) {}

  @Override
  public int kind() {
    return 20;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeByte(width | variant.ordinal() << 3 | rule.ordinal() << 4);
    Varint.write(out, rule == Rule.STORED ? heads : rowElements);
  }

  static Packets read(DataInput in) throws IOException {
    int head = in.readUnsignedByte();
    int width = head & 7;
    int rule = head >> 4;
    if (width < 1 || width > 4 || rule >= Rule.values().length) {
      throw new MalformedRecipeException("packets of kind " + head);
    }
    Variant variant = (head & 8) == 0 ? Variant.PACK_BITS : Variant.TGA;
    return rule == 0
        ? new Packets(variant, width, Rule.STORED, 1, Varint.read(in, 0, Integer.MAX_VALUE))
        : new Packets(
            variant, width, Rule.values()[rule], Varint.read(in, 1, Integer.MAX_VALUE), 0);
  }

  @Override
  public void apply(byte[] input, RecipeOutput out) throws MalformedRecipeException {
    if (heads > input.length || (input.length - heads) % width != 0) {
      throw new MalformedRecipeException("elements that don't fit their packets");
    }
    if (rule == Rule.STORED) {
      stored(input, out);
    } else {
      ruled(input, out);
    }
  }

  private void stored(byte[] input, RecipeOutput out) throws MalformedRecipeException {
    int at = heads;
    for (int i = 0; i < heads; i++) {
      int head = input[i] & 255;
      int count = count(head);
      if ((long) count * width > input.length - at) {
        throw new MalformedRecipeException("packets of more elements than there are");
      }
      out.u8(head);
      if (count > 0) {
        out.write(input, at, isRun(head) ? width : count * width);
      }
      at += count * width;
    }
    if (at < input.length) {
      throw new MalformedRecipeException("elements in no packet");
    }
  }

  private void ruled(byte[] input, RecipeOutput out) throws MalformedRecipeException {
    int elements = input.length / width;
    int at = 0;
    while (at < elements) {
      int row = at / rowElements;
      int end = (int) Math.min(elements, (row + 1L) * rowElements);
      while (at < end) {
        int run = run(input, at, end);
        boolean equal = run >= (rule == Rule.RUNS_OF_THREE ? 3 : 2);
        int count = equal ? run : stretch(input, at, end);
        out.u8(equal ? runHead(count) : count - 1);
        out.write(input, at * width, equal ? width : count * width);
        at += count;
      }
    }
  }

  /** How many elements from {@code at} on are equal, up to the most of a packet. */
  private int run(byte[] input, int at, int end) {
    int limit = Math.min(end, at + MOST);
    int to = at + 1;
    while (to < limit && equal(input, at, to)) {
      to++;
    }
    return to - at;
  }

  /** How many elements from {@code at} on come before the next run. */
  private int stretch(byte[] input, int at, int end) {
    int limit = Math.min(end, at + MOST);
    int to = at + 1;
    while (to < limit) {
      boolean two = to + 1 < end && equal(input, to, to + 1);
      boolean three = two && to + 2 < end && equal(input, to, to + 2);
      if (rule == Rule.RUNS_OF_TWO ? two : three) {
        break;
      }
      to++;
    }
    return to - at;
  }

  private boolean equal(byte[] input, int one, int other) {
    return Arrays.equals(
        input, one * width, (one + 1) * width, input, other * width, (other + 1) * width);
  }

  private int runHead(int count) {
    return variant == Variant.TGA ? count + 127 : 257 - count;
  }

  private int count(int head) {
    if (head < 128) {
      return head + 1;
    }
    return variant == Variant.TGA ? head - 127 : head == 128 ? 0 : 257 - head;
  }

  private static boolean isRun(int head) {
    return head >= 128;
  }

  /**
   * Takes packets apart.
   *
   * @param from where the first one begins
   * @param to where the bytes end
   * @param elements how many elements they hold; fewer is an end, too, if the bytes end
   * @param row elements of a row
   * @return null unless the packets' elements end with {@code elements} or the bytes
   */
  public static Apart apart(
      Variant variant, int width, byte[] bytes, int from, int to, int elements, int row) {
    Packets stored = new Packets(variant, width, Rule.STORED, 1, 0);
    byte[] made = new byte[Math.multiplyExact(elements, width)];
    byte[] heads = new byte[to - from];
    int count = 0;
    int size = 0;
    int position = from;
    while (position < to && size < made.length) {
      int head = bytes[position++] & 255;
      heads[count++] = (byte) head;
      int length = stored.count(head) * width;
      int taken = length == 0 ? 0 : isRun(head) ? width : length;
      if (length > made.length - size || taken > to - position) {
        return null;
      }
      for (int i = 0; i < length; i++) {
        made[size + i] = bytes[position + i % taken];
      }
      size += length;
      position += taken;
    }
    byte[] all = size == made.length ? made : Arrays.copyOf(made, size);
    int used = position - from;
    for (int elementsOfRow : new int[] {row, Integer.MAX_VALUE}) {
      for (Rule rule : Rule.values()) {
        Packets packets = new Packets(variant, width, rule, elementsOfRow, 0);
        if (rule != Rule.STORED && RecipeOutput.makes(packets, all, bytes, from, used)) {
          return new Apart(packets, new byte[0], all, used);
        }
      }
    }
    Packets packets = new Packets(variant, width, Rule.STORED, 1, count);
    return new Apart(packets, Arrays.copyOf(heads, count), all, used);
  }
}
