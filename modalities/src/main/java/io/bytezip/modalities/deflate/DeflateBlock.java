package io.bytezip.modalities.deflate;

import java.util.Arrays;

/** Gathers the symbols of a block and writes it in the cheapest of the three ways, as zlib does. */
final class DeflateBlock {
  private static final int END_OF_BLOCK = 256;
  private static final int FIRST_LENGTH = 257;
  private static final int LITERAL_CODES = 286;
  private static final int DISTANCE_CODES = 30;
  private static final int STORED = 0;
  private static final int FIXED = 1;
  private static final int DYNAMIC = 2;

  private static final int[] LENGTH_EXTRA = {
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0
  };
  private static final int[] DISTANCE_EXTRA = {
    0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13
  };
  private static final int[] LENGTH_BASE = bases(LENGTH_EXTRA, 3);
  private static final int[] DISTANCE_BASE = bases(DISTANCE_EXTRA, 1);
  private static final byte[] LENGTH_CODE = lengthCodes();
  private static final byte[] DISTANCE_CODE = distanceCodes();

  private static final int[] FIXED_LITERAL_LENGTHS = fixedLiteralLengths();
  private static final int[] FIXED_LITERAL_CODES = HuffmanTree.codes(FIXED_LITERAL_LENGTHS);
  private static final int[] FIXED_DISTANCE_LENGTHS = fixedDistanceLengths();
  private static final int[] FIXED_DISTANCE_CODES = HuffmanTree.codes(FIXED_DISTANCE_LENGTHS);

  private final DeflateBits bits;

  /** 0 for a literal, and the distance of a match; beside it the literal or the match's length. */
  private final int[] distances;

  private final int[] values;
  private int count;
  private final int[] literalCounts = new int[LITERAL_CODES];
  private final int[] distanceCounts = new int[DISTANCE_CODES];

  /** A block is full with {@code symbols} symbols. */
  DeflateBlock(int symbols, DeflateSink sink) {
    bits = new DeflateBits(sink);
    distances = new int[symbols];
    values = new int[symbols];
  }

  /** Adds a literal; true when the block is full. */
  boolean literal(byte value) {
    literalCounts[value & 255]++;
    return add(0, value & 255);
  }

  /** Adds a match; true when the block is full. */
  boolean match(int distance, int length) {
    literalCounts[FIRST_LENGTH + LENGTH_CODE[length]]++;
    distanceCounts[distanceCode(distance)]++;
    return add(distance, length);
  }

  private boolean add(int distance, int value) {
    distances[count] = distance;
    values[count] = value;
    return ++count == values.length;
  }

  /**
   * Writes the block and begins the next one.
   *
   * @param start where the block's bytes begin in {@code data}
   * @param storable whether those bytes are still in the window
   * @return whether the sink wants more
   */
  boolean end(byte[] data, int start, int length, boolean storable, boolean last) {
    literalCounts[END_OF_BLOCK] = 1;
    HuffmanTree literals = new HuffmanTree(literalCounts, 15);
    HuffmanTree distanceTree = new HuffmanTree(distanceCounts, 15);
    DeflateTreeHeader header =
        new DeflateTreeHeader(literals.usedLengths(), distanceTree.usedLengths());

    long extra = extraBits();
    long dynamicBits =
        literals.bits(literals.lengths()) + distanceTree.bits(distanceTree.lengths());
    long fixedBits =
        literals.bits(FIXED_LITERAL_LENGTHS) + distanceTree.bits(FIXED_DISTANCE_LENGTHS);
    long dynamicBytes = dynamicBits + extra + header.bits() + 3 + 7 >> 3;
    long fixedBytes = fixedBits + extra + 3 + 7 >> 3;
    boolean fixed = fixedBytes <= dynamicBytes;
    int lastBit = last ? 1 : 0;
    if (storable && length + 4L <= (fixed ? fixedBytes : dynamicBytes)) {
      bits.put(STORED << 1 | lastBit, 3);
      bits.stored(data, start, length);
    } else if (fixed) {
      bits.put(FIXED << 1 | lastBit, 3);
      symbols(
          FIXED_LITERAL_LENGTHS, FIXED_LITERAL_CODES, FIXED_DISTANCE_LENGTHS, FIXED_DISTANCE_CODES);
    } else {
      bits.put(DYNAMIC << 1 | lastBit, 3);
      header.write(bits);
      symbols(
          literals.lengths(),
          HuffmanTree.codes(literals.lengths()),
          distanceTree.lengths(),
          HuffmanTree.codes(distanceTree.lengths()));
    }
    count = 0;
    Arrays.fill(literalCounts, 0);
    Arrays.fill(distanceCounts, 0);
    return last ? bits.finish() : bits.drain();
  }

  private long extraBits() {
    long extra = 0;
    for (int i = 0; i < LENGTH_EXTRA.length; i++) {
      extra += (long) literalCounts[FIRST_LENGTH + i] * LENGTH_EXTRA[i];
    }
    for (int i = 0; i < DISTANCE_CODES; i++) {
      extra += (long) distanceCounts[i] * DISTANCE_EXTRA[i];
    }
    return extra;
  }

  private void symbols(
      int[] literalLengths, int[] literalCodes, int[] distanceLengths, int[] distanceCodes) {
    for (int i = 0; i < count; i++) {
      int distance = distances[i];
      int value = values[i];
      if (distance == 0) {
        bits.put(literalCodes[value], literalLengths[value]);
        continue;
      }
      int lengthCode = LENGTH_CODE[value];
      int symbol = FIRST_LENGTH + lengthCode;
      bits.put(literalCodes[symbol], literalLengths[symbol]);
      bits.put(value - LENGTH_BASE[lengthCode], LENGTH_EXTRA[lengthCode]);
      int code = distanceCode(distance);
      bits.put(distanceCodes[code], distanceLengths[code]);
      bits.put(distance - DISTANCE_BASE[code], DISTANCE_EXTRA[code]);
    }
    bits.put(literalCodes[END_OF_BLOCK], literalLengths[END_OF_BLOCK]);
  }

  /**
   * Small distances have entries of their own; the codes of the others depend on the high bits
   * alone.
   */
  private static int distanceCode(int distance) {
    int index = distance - 1;
    return DISTANCE_CODE[index < 256 ? index : 256 + (index >> 7)];
  }

  private static int[] bases(int[] extra, int first) {
    int[] bases = new int[extra.length];
    int base = first;
    for (int i = 0; i < extra.length; i++) {
      bases[i] = base;
      base += 1 << extra[i];
    }
    if (first == 3) {
      bases[extra.length - 1] = 258;
    }
    return bases;
  }

  private static byte[] lengthCodes() {
    byte[] codes = new byte[259];
    for (int code = 0; code < LENGTH_BASE.length; code++) {
      for (int i = 0; i < 1 << LENGTH_EXTRA[code] && LENGTH_BASE[code] + i < 259; i++) {
        codes[LENGTH_BASE[code] + i] = (byte) code;
      }
    }
    return codes;
  }

  private static byte[] distanceCodes() {
    byte[] codes = new byte[512];
    for (int code = 0; code < DISTANCE_CODES; code++) {
      for (int i = 0; i < 1 << DISTANCE_EXTRA[code]; i++) {
        int index = DISTANCE_BASE[code] - 1 + i;
        codes[index < 256 ? index : 256 + (index >> 7)] = (byte) code;
      }
    }
    return codes;
  }

  private static int[] fixedLiteralLengths() {
    int[] lengths = new int[288];
    Arrays.fill(lengths, 0, 144, 8);
    Arrays.fill(lengths, 144, 256, 9);
    Arrays.fill(lengths, 256, 280, 7);
    Arrays.fill(lengths, 280, 288, 8);
    return lengths;
  }

  private static int[] fixedDistanceLengths() {
    int[] lengths = new int[DISTANCE_CODES];
    Arrays.fill(lengths, 5);
    return lengths;
  }
}
