package io.bytezip.modalities.deflate;

import io.bytezip.modalities.deflate.ParsedStream.Block;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;

/**
 * Inflates a stream and keeps what its encoder chose. Refuses what zlib refuses, and length 258
 * under the code for 227 to 257 with all extra bits set, which no encoder writes.
 *
 * <p>Memory: the plain bytes, four bytes a token (no more than plain bytes, and no more than bits
 * of the stream), twice that while growing; the descriptions of codes, hardly anything in what
 * encoders make, one MiB and 16 bytes a plain byte at most.
 */
final class StreamParser {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Descriptions of codes may have so many numbers, and these per plain byte. */
  private static final int FREE_HEADER_NUMBERS = 1 << 18;

  private static final long HEADER_NUMBERS_PER_BYTE = 4;

  private final byte[] bytes;
  private final int offset;
  private final int end;
  private final int maxPlain;

  private int at;
  private long held;
  private int heldBits;

  /** Zero bits behind the end that have been handed out as if they were there. */
  private int lent;

  private byte[] plain;
  private int size;
  private int[] tokens;
  private int tokenCount;
  private final List<Block> blocks = new ArrayList<>();
  private long headerNumbers;
  private final SymbolTable literals = new SymbolTable(288);
  private final SymbolTable distances = new SymbolTable(32);

  private StreamParser(byte[] bytes, int offset, int length, int maxPlain) {
    this.bytes = bytes;
    this.offset = offset;
    this.maxPlain = maxPlain;
    at = offset;
    end = offset + length;
    int first = (int) Math.min(maxPlain, Math.min(1 << 20, 64 + 4L * length));
    plain = new byte[first];
    tokens = new int[Math.max(1, first / 4)];
  }

  /** The stream at an offset; null if there is none, or one that makes too much. */
  static ParsedStream parse(byte[] bytes, int offset, int length, int maxPlain) {
    try {
      return new StreamParser(bytes, offset, length, maxPlain).stream();
    } catch (DataFormatException e) {
      return null;
    }
  }

  private ParsedStream stream() throws DataFormatException {
    boolean last;
    do {
      last = block();
    } while (!last);
    int trailing = take(heldBits & 7);
    return ParsedStream.of(Arrays.copyOf(plain, size), whole() - offset, tokens, blocks, trailing);
  }

  /** Makes sure that 56 bits are held, if need be lent ones. */
  private void refill() {
    if (at <= end - 8) {
      held |= (long) LONGS.get(bytes, at) << heldBits;
      at += 63 - heldBits >> 3;
      heldBits |= 56;
      return;
    }
    while (heldBits < 56) {
      if (at < end) {
        held |= (bytes[at++] & 255L) << heldBits;
      } else {
        lent += 8;
      }
      heldBits += 8;
    }
  }

  private void drop(int count) throws DataFormatException {
    held >>>= count;
    heldBits -= count;
    if (heldBits < lent) {
      throw new DataFormatException("the stream ends early");
    }
  }

  /** The next bits, at most 16. */
  private int take(int count) throws DataFormatException {
    if (heldBits < count) {
      refill();
    }
    int value = (int) held & (1 << count) - 1;
    drop(count);
    return value;
  }

  /** Where the next bits lie, which begin a byte. */
  private int whole() {
    return at - (heldBits - lent >> 3);
  }

  private boolean block() throws DataFormatException {
    boolean last = take(1) == 1;
    int type = take(2);
    int start = size;
    int firstToken = tokenCount;
    int padding = 0;
    DeflateTreeHeader header = null;
    switch (type) {
      case DeflateCodes.STORED -> padding = stored();
      case DeflateCodes.FIXED -> {
        literals.set(DeflateCodes.fixedLiterals(), false);
        distances.set(DeflateCodes.fixedDistances(), false);
        tokens();
      }
      case DeflateCodes.DYNAMIC -> {
        header = header();
        tokens();
      }
      default -> throw new DataFormatException("unknown block");
    }
    if (blocks.size() > CorrectedDeflate.mostBlocks(size)
        || headerNumbers > FREE_HEADER_NUMBERS + HEADER_NUMBERS_PER_BYTE * size) {
      throw new DataFormatException("more blocks than an encoder makes");
    }
    int count = tokenCount - firstToken;
    blocks.add(new Block(type, last, firstToken, count, start, size - start, padding, header));
    return last;
  }

  private int stored() throws DataFormatException {
    int padding = take(heldBits & 7);
    int length = take(16);
    if ((take(16) ^ length) != 0xFFFF) {
      throw new DataFormatException("a damaged stored block");
    }
    int from = whole();
    if (length > end - from) {
      throw new DataFormatException("the stream ends early");
    }
    grow(length);
    System.arraycopy(bytes, from, plain, size, length);
    size += length;
    at = from + length;
    held = 0;
    heldBits = 0;
    lent = 0;
    return padding;
  }

  private DeflateTreeHeader header() throws DataFormatException {
    int literalCount = take(5) + 257;
    int distanceCount = take(5) + 1;
    int ordered = take(4) + 4;
    if (literalCount > DeflateCodes.LITERALS || distanceCount > DeflateCodes.DISTANCES) {
      throw new DataFormatException("too many codes");
    }
    int[] runCodes = new int[DeflateCodes.LENGTH_CODES];
    for (int i = 0; i < ordered; i++) {
      runCodes[DeflateCodes.ordered(i)] = take(3);
    }
    if (!literals.set(runCodes, false)) {
      throw new DataFormatException("no code");
    }
    int[] lengths = new int[literalCount + distanceCount];
    int[] runs = new int[lengths.length];
    int runCount = 0;
    int position = 0;
    while (position < lengths.length) {
      refill();
      int entry = literals.decode(held);
      drop(entry & SymbolTable.LENGTH_MASK);
      int symbol = entry >> SymbolTable.SYMBOL_SHIFT;
      int run = symbol | take(DeflateCodes.runExtra(symbol)) << 5;
      int count = DeflateTreeHeader.runLength(run);
      boolean repeat = symbol == DeflateCodes.REPEAT;
      if (count > lengths.length - position || repeat && position == 0) {
        throw new DataFormatException("a run of lengths that doesn't fit");
      }
      int length = repeat ? lengths[position - 1] : symbol > DeflateCodes.REPEAT ? 0 : symbol;
      Arrays.fill(lengths, position, position + count, length);
      position += count;
      runs[runCount++] = run;
    }
    int[] literalLengths = Arrays.copyOf(lengths, literalCount);
    int[] distanceLengths = Arrays.copyOfRange(lengths, literalCount, lengths.length);
    if (literalLengths[DeflateCodes.END_OF_BLOCK] == 0
        || !literals.set(literalLengths, true)
        || !distances.set(distanceLengths, true)) {
      throw new DataFormatException("no code");
    }
    headerNumbers += lengths.length + runCount + runCodes.length;
    return new DeflateTreeHeader(
        literalLengths, distanceLengths, Arrays.copyOf(runs, runCount), runCodes, ordered);
  }

  /** The tokens of a block. What changes with each of them is kept in variables meanwhile. */
  private void tokens() throws DataFormatException {
    int last = end - 8;
    int in = at;
    long bits = held;
    int count = heldBits;
    byte[] to = plain;
    int out = size;
    int[] list = tokens;
    int listed = tokenCount;
    int symbol;
    do {
      if (in <= last) {
        bits |= (long) LONGS.get(bytes, in) << count;
        in += 63 - count >> 3;
        count |= 56;
      } else {
        keep(in, bits, count);
        refill();
        in = at;
        bits = held;
        count = heldBits;
      }
      if (listed == list.length) {
        list = Arrays.copyOf(list, 2 * listed);
      }
      int entry = literals.decode(bits);
      symbol = entry >> SymbolTable.SYMBOL_SHIFT;
      if (entry == 0) {
        throw new DataFormatException("no symbol");
      }
      bits >>>= entry & SymbolTable.LENGTH_MASK;
      count -= entry & SymbolTable.LENGTH_MASK;
      if (symbol < DeflateCodes.END_OF_BLOCK) {
        if (out == to.length) {
          to = grown(out, 1);
        }
        to[out++] = (byte) symbol;
        list[listed++] = Token.LITERAL;
      } else if (symbol > DeflateCodes.END_OF_BLOCK) {
        // All bits of a match are held.
        int lengthCode = symbol - DeflateCodes.FIRST_LENGTH;
        if (lengthCode >= DeflateCodes.LITERALS - DeflateCodes.FIRST_LENGTH) {
          throw new DataFormatException("no length");
        }
        int extra = DeflateCodes.lengthExtra(lengthCode);
        int length = DeflateCodes.lengthBase(lengthCode) + ((int) bits & (1 << extra) - 1);
        bits >>>= extra;
        count -= extra;
        entry = distances.decode(bits);
        int code = entry >> SymbolTable.SYMBOL_SHIFT;
        if (entry == 0 || code >= DeflateCodes.DISTANCES) {
          throw new DataFormatException("no distance");
        }
        bits >>>= entry & SymbolTable.LENGTH_MASK;
        extra = DeflateCodes.distanceExtra(code);
        int distance = DeflateCodes.distanceBase(code) + ((int) bits & (1 << extra) - 1);
        bits >>>= extra;
        count -= (entry & SymbolTable.LENGTH_MASK) + extra;
        if (distance > out || DeflateCodes.lengthCode(length) != lengthCode) {
          throw new DataFormatException("a match that doesn't fit");
        }
        if (length > to.length - out) {
          to = grown(out, length);
        }
        repeat(to, out, distance, length);
        out += length;
        list[listed++] = Token.match(distance, length);
      }
      if (count < lent) {
        throw new DataFormatException("the stream ends early");
      }
    } while (symbol != DeflateCodes.END_OF_BLOCK);
    keep(in, bits, count);
    size = out;
    tokens = list;
    tokenCount = listed;
  }

  private void keep(int in, long bits, int count) {
    at = in;
    held = bits;
    heldBits = count;
  }

  /** Room for more plain bytes. */
  private byte[] grown(int used, int more) throws DataFormatException {
    size = used;
    grow(more);
    return plain;
  }

  /** Repeats bytes; others may be written behind them, where nothing is yet. */
  private static void repeat(byte[] to, int out, int distance, int length) {
    if (distance >= 8 && length + 8 <= to.length - out) {
      for (int i = out; i < out + length; i += 8) {
        LONGS.set(to, i, (long) LONGS.get(to, i - distance));
      }
    } else {
      for (int i = out; i < out + length; i++) {
        to[i] = to[i - distance];
      }
    }
  }

  private void grow(int more) throws DataFormatException {
    if (more > maxPlain - size) {
      throw new DataFormatException("too many bytes");
    }
    if (more > plain.length - size) {
      long grown = Math.max((long) size + more, 2L * plain.length);
      plain = Arrays.copyOf(plain, (int) Math.min(maxPlain, grown));
    }
  }
}
