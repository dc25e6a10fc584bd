package io.bytezip.modalities.deflate;

import java.util.Arrays;

/**
 * Gathers the tokens of a block, says in which of the three ways zlib would write it, and writes
 * it.
 *
 * <p>Memory: four bytes a token.
 */
final class DeflateBlock {
  private static final int[] FIXED_LITERALS = DeflateCodes.fixedLiterals();
  private static final int[] FIXED_DISTANCES = DeflateCodes.fixedDistances();

  /**
   * A way of writing a block.
   *
   * @param type as in the stream
   * @param header of a dynamic block; there also for the others, as it would be
   */
  record Shape(int type, DeflateTreeHeader header) {}

  private int[] tokens = new int[1 << 10];
  private int count;
  private final int[] literalCounts = new int[DeflateCodes.LITERALS];
  private final int[] distanceCounts = new int[DeflateCodes.DISTANCES];

  /** Tokens in the block. */
  int count() {
    return count;
  }

  /** Adds a token; {@code first} is the first byte that it makes. */
  void add(int token, byte first) {
    if (count == tokens.length) {
      tokens = Arrays.copyOf(tokens, 2 * count);
    }
    tokens[count++] = token;
    if (token == Token.LITERAL) {
      literalCounts[first & 255]++;
    } else {
      literalCounts[DeflateCodes.FIRST_LENGTH + DeflateCodes.lengthCode(Token.length(token))]++;
      distanceCounts[DeflateCodes.distanceCode(Token.distance(token))]++;
    }
  }

  /**
   * What zlib would make of the tokens.
   *
   * @param length how many bytes they make
   * @param storable whether the block may be stored
   */
  Shape shape(int length, boolean storable) {
    literalCounts[DeflateCodes.END_OF_BLOCK] = 1;
    HuffmanTree literals = new HuffmanTree(literalCounts, DeflateCodes.LONGEST_CODE);
    HuffmanTree distances = new HuffmanTree(distanceCounts, DeflateCodes.LONGEST_CODE);
    DeflateTreeHeader header =
        DeflateTreeHeader.of(literals.usedLengths(), distances.usedLengths());
    long extra = extraBits();
    long dynamicBits = literals.bits(literals.lengths()) + distances.bits(distances.lengths());
    long fixedBits = literals.bits(FIXED_LITERALS) + distances.bits(FIXED_DISTANCES);
    long dynamicBytes = dynamicBits + extra + header.bits() + 3 + 7 >> 3;
    long fixedBytes = fixedBits + extra + 3 + 7 >> 3;
    boolean fixed = fixedBytes <= dynamicBytes;
    if (storable && length + 4L <= (fixed ? fixedBytes : dynamicBytes)) {
      return new Shape(DeflateCodes.STORED, header);
    }
    return new Shape(fixed ? DeflateCodes.FIXED : DeflateCodes.DYNAMIC, header);
  }

  private long extraBits() {
    long extra = 0;
    for (int i = DeflateCodes.FIRST_LENGTH; i < DeflateCodes.LITERALS; i++) {
      extra += (long) literalCounts[i] * DeflateCodes.lengthExtra(i - DeflateCodes.FIRST_LENGTH);
    }
    for (int i = 0; i < DeflateCodes.DISTANCES; i++) {
      extra += (long) distanceCounts[i] * DeflateCodes.distanceExtra(i);
    }
    return extra;
  }

  /**
   * Writes the block with fixed or dynamic codes.
   *
   * @param start where the block's bytes begin in {@code data}
   */
  void write(DeflateBits bits, Shape shape, byte[] data, int start, boolean last) {
    bits.put(shape.type << 1 | (last ? 1 : 0), 3);
    int[] literals = FIXED_LITERALS;
    int[] distances = FIXED_DISTANCES;
    if (shape.type == DeflateCodes.DYNAMIC) {
      shape.header.write(bits);
      literals = Arrays.copyOf(shape.header.literals(), FIXED_LITERALS.length);
      distances = Arrays.copyOf(shape.header.distances(), FIXED_DISTANCES.length);
    }
    int[] literalCodes = DeflateCodes.canonical(literals);
    int[] distanceCodes = DeflateCodes.canonical(distances);
    int position = start;
    for (int i = 0; i < count; i++) {
      int token = tokens[i];
      int length = Token.length(token);
      if (token == Token.LITERAL) {
        int literal = data[position] & 255;
        bits.put(literalCodes[literal], literals[literal]);
      } else {
        int code = DeflateCodes.lengthCode(length);
        int symbol = DeflateCodes.FIRST_LENGTH + code;
        bits.put(literalCodes[symbol], literals[symbol]);
        bits.put(length - DeflateCodes.lengthBase(code), DeflateCodes.lengthExtra(code));
        int distance = Token.distance(token);
        int distanceCode = DeflateCodes.distanceCode(distance);
        bits.put(distanceCodes[distanceCode], distances[distanceCode]);
        bits.put(
            distance - DeflateCodes.distanceBase(distanceCode),
            DeflateCodes.distanceExtra(distanceCode));
      }
      position += length;
    }
    bits.put(literalCodes[DeflateCodes.END_OF_BLOCK], literals[DeflateCodes.END_OF_BLOCK]);
  }

  /** Forgets the tokens. */
  void clear() {
    count = 0;
    Arrays.fill(literalCounts, 0);
    Arrays.fill(distanceCounts, 0);
  }
}
