package io.bytezip.modalities.recipe;

import io.bytezip.modalities.MalformedRecipeException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * LZW with codes of growing width, as in GIF (GIF89a specification, appendix F) and TIFF (TIFF 6.0,
 * section 13). Takes corrections and then the symbols, one byte each. The encoder takes the longest
 * string that it knows; where the stream's did not, and where it forgot its strings, the
 * corrections say so.
 *
 * @param variant which of the two formats
 * @param literalBits bits of a symbol, 2 to 8
 * @param end how the stream ends
 * @param corrections bytes at the input's start: pairs of varints, of which the first is the number
 *     of codes since the last correction, the second the symbols that the next code stands for, or
 *     0 if a clear code comes first
 */
public record Lzw(Variant variant, int literalBits, End end, int corrections) implements Transform {
  private static final int MAX_WIDTH = 12;
  private static final int CODES = 1 << MAX_WIDTH;

  /** Corrections may take a share of the stream, and some bytes in any case. */
  private static final int MAX_SHARE = 8;

  private static final int SMALL = 16;
  private static final int NEVER = -1;

  /** What a format makes of codes. */
  public enum Variant {
    /** Low bits come first; a code is widened when a number needs it. */
    GIF,
    /** High bits come first; codes are widened one number earlier. */
    TIFF
  }

  /** What stands behind the last symbol's code; zero bits follow up to a whole byte. */
  public enum End {
    /** The end code. */
    CODE,
    /** The end code, in a bit less: its writer did not widen what it had no string for. */
    NARROW_CODE,
    /** Nothing. */
    NOTHING
  }

  /**
   * A stream taken apart.
   *
   * @param lzw what makes it
   * @param corrections the corrections' bytes
   * @param symbols one byte each
   * @param size bytes of the stream
   */
  public record Apart(Lzw lzw, byte[] corrections, byte[] symbols, int size) {
    private boolean makes(byte[] bytes, int from) {
      byte[] input = Arrays.copyOf(corrections, corrections.length + symbols.length);
      System.arraycopy(symbols, 0, input, corrections.length, symbols.length);
      return RecipeOutput.makes(lzw, input, bytes, from, size);
    }
  }

  /** Widths and numbers of codes, as a decoder counts them. */
  private static final class Counter {
    private final int first;
    private final int early;
    private final int literalBits;
    private int next;
    private int width;
    private boolean fresh;

    Counter(Variant variant, int literalBits) {
      this.literalBits = literalBits;
      first = (1 << literalBits) + 2;
      early = variant == Variant.TIFF ? 1 : 0;
      clear();
    }

    void clear() {
      next = first;
      width = literalBits + 1;
      fresh = true;
    }

    /** A code for symbols has passed. */
    void pass() {
      if (!fresh && next < CODES) {
        next++;
        if (next + early >= 1 << width && width < MAX_WIDTH) {
          width++;
        }
      }
      fresh = false;
    }

    /** The number that the encoder's newest string gets; {@link #CODES} or more if none does. */
    int newest() {
      return next;
    }

    /** Whether the next code is wider than the one before. */
    boolean widened() {
      return width > literalBits + 1 && next + early == 1 << width - 1;
    }
  }

  @Override
  public int kind() {
    return 16;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeByte(literalBits | variant.ordinal() << 4 | end.ordinal() << 5);
    Varint.write(out, corrections);
  }

  static Lzw read(DataInput in) throws IOException {
    int head = in.readUnsignedByte();
    int literalBits = head & 15;
    int end = head >> 5;
    if (literalBits < 2 || literalBits > 8 || end >= End.values().length) {
      throw new MalformedRecipeException("LZW of kind " + head);
    }
    Variant variant = (head & 16) == 0 ? Variant.GIF : Variant.TIFF;
    int corrections = Varint.read(in, 0, Integer.MAX_VALUE);
    return new Lzw(variant, literalBits, End.values()[end], corrections);
  }

  @Override
  public void apply(byte[] input, RecipeOutput out) throws MalformedRecipeException {
    if (corrections > input.length) {
      throw new MalformedRecipeException("too few bytes for the corrections");
    }
    LzwBits bits = new LzwBits(variant == Variant.TIFF, out);
    try (ByteArrayInputStream source = new ByteArrayInputStream(input, 0, corrections);
        DataInputStream in = new DataInputStream(source)) {
      codes(input, in, bits);
    } catch (EOFException e) {
      throw new MalformedRecipeException("LZW corrections end early");
    } catch (MalformedRecipeException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    bits.finish();
  }

  private void codes(byte[] input, DataInputStream events, LzwBits bits) throws IOException {
    int clear = 1 << literalBits;
    Counter counter = new Counter(variant, literalBits);
    LzwStrings strings = new LzwStrings();
    bits.put(clear, counter.width);
    int gap = gap(events);
    int at = corrections;
    while (at < input.length) {
      int length = Integer.MAX_VALUE;
      while (gap == 0 && length == Integer.MAX_VALUE) {
        int kind = Varint.read(events, 0, Integer.MAX_VALUE - 1);
        gap = gap(events);
        if (kind == 0) {
          bits.put(clear, counter.width);
          counter.clear();
          strings.clear();
        } else {
          length = kind;
        }
      }
      gap = gap > 0 ? gap - 1 : gap;
      int code = symbol(input[at]);
      int end = length > input.length - at ? input.length : at + length;
      int from = at++;
      while (at < end) {
        int longer = strings.find(code, symbol(input[at]));
        if (longer < 0) {
          break;
        }
        code = longer;
        at++;
      }
      if (length < Integer.MAX_VALUE && at - from != length) {
        throw new MalformedRecipeException("LZW doesn't know so long a string");
      }
      bits.put(code, counter.width);
      counter.pass();
      if (at < input.length && counter.newest() < CODES) {
        strings.add(code, symbol(input[at]), counter.newest());
      }
    }
    while (gap == 0) {
      if (Varint.read(events, 0, Integer.MAX_VALUE) != 0) {
        break;
      }
      bits.put(clear, counter.width);
      counter.clear();
      gap = gap(events);
    }
    if (gap != NEVER) {
      throw new MalformedRecipeException("LZW corrections left over");
    }
    switch (end) {
      case CODE -> bits.put(clear + 1, counter.width);
      case NARROW_CODE -> bits.put(clear + 1, counter.width - 1);
      case NOTHING -> {}
    }
  }

  /** Codes up to the next correction; {@link #NEVER} if there is none. */
  private static int gap(DataInputStream events) throws IOException {
    return events.available() == 0 ? NEVER : Varint.read(events, 0, Integer.MAX_VALUE);
  }

  private int symbol(byte value) throws MalformedRecipeException {
    int symbol = value & 255;
    if (symbol >> literalBits != 0) {
      throw new MalformedRecipeException("a symbol of more than " + literalBits + " bits");
    }
    return symbol;
  }

  /**
   * Takes a stream apart.
   *
   * @param from where it begins
   * @param to where it ends at the latest
   * @param most how many symbols it may have
   * @return null if it is no such stream, has more symbols, or too many corrections
   */
  public static Apart apart(
      Variant variant, int literalBits, byte[] bytes, int from, int to, int most) {
    LzwReader reader = new LzwReader(variant == Variant.TIFF, bytes, from, to);
    LzwCodes codes = new LzwCodes(literalBits, most);
    Counter counter = new Counter(variant, literalBits);
    int clear = 1 << literalBits;
    if (literalBits < 2 || literalBits > 8 || reader.take(counter.width) != clear) {
      return null;
    }
    End end = null;
    while (end == null) {
      if (counter.widened() && reader.endsWith(clear + 1, counter.width - 1)) {
        reader.take(counter.width - 1);
        end = End.NARROW_CODE;
        break;
      }
      int code = reader.look(counter.width);
      if (code < 0 || codes.full() && code != clear && code != clear + 1) {
        end = End.NOTHING;
        break;
      }
      reader.take(counter.width);
      if (code == clear + 1) {
        end = End.CODE;
      } else if (code == clear) {
        codes.clear();
        counter.clear();
      } else if (!codes.accept(code, counter.next, counter.fresh)) {
        return null;
      } else {
        counter.pass();
      }
    }
    int size = reader.used();
    byte[] symbols = codes.symbols();
    byte[] corrections = corrections(variant, literalBits, codes, size / MAX_SHARE + SMALL);
    if (corrections == null) {
      return null;
    }
    Lzw lzw = new Lzw(variant, literalBits, end, corrections.length);
    Apart apart = new Apart(lzw, corrections, symbols, size);
    return apart.makes(bytes, from) ? apart : null;
  }

  /** What the encoder must be told to come to these codes; null if it would be too much. */
  private static byte[] corrections(Variant variant, int literalBits, LzwCodes codes, int limit) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    Counter counter = new Counter(variant, literalBits);
    LzwStrings strings = new LzwStrings();
    byte[] symbols = codes.symbols();
    int at = 0;
    int gap = 0;
    try {
      for (int i = 0; i < codes.count() && bytes.size() <= limit; i++) {
        int length = codes.length(i);
        if (length == 0) {
          Varint.write(out, gap);
          Varint.write(out, 0);
          gap = 0;
          counter.clear();
          strings.clear();
          continue;
        }
        int code = symbols[at] & 255;
        int end = at + length;
        int from = at++;
        int of = -1;
        while (at < symbols.length) {
          if (at == end) {
            of = code;
          }
          int longer = strings.find(code, symbols[at] & 255);
          if (longer < 0) {
            break;
          }
          code = longer;
          at++;
        }
        if (at > end) {
          Varint.write(out, gap);
          Varint.write(out, end - from);
          gap = 0;
          code = of;
        }
        at = end;
        gap++;
        counter.pass();
        if (at < symbols.length && counter.newest() < CODES) {
          strings.add(code, symbols[at] & 255, counter.newest());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.size() <= limit ? bytes.toByteArray() : null;
  }
}
