package io.bytezip.modalities;

/**
 * The contexts of the next byte of a text or of anything else. The bytes before it and sparse ones
 * always; in texts words, fields, columns and the shape of what was written; elsewhere the same
 * column of the records before, whose length is found out, and neighbouring numbers. Memory: 52 kB
 * a lane, those of code included.
 */
final class BytesContexts {
  static final int COUNT = 24;
  static final int[] SELECTOR_SIZES = {256, 768, 512};

  private static final int MULTIPLIER = 0x2F0B4C47;
  private static final int MAX_RECORD = 4096;
  private static final int BINARY = 512;
  private static final int MOST_BINARY = 4096;

  private final byte[] ring = new byte[1 << 14];
  private final int phase;
  private final CodeContexts code;
  private int position;
  private long last;

  private int binary;

  private int word;
  private int wordBefore;
  private int wordTwoBefore;
  private int lineWord;
  private boolean inLineWord = true;
  private int field;
  private int fieldHash;
  private int fieldStart;
  private final int[] fieldStarts = new int[64];
  private final int[] fieldStartsAbove = new int[64];
  private int fieldsAbove;
  private int lineStart;
  private int lineAbove;
  private long shape;
  private int masked;

  private final int[] seenAt = new int[256];
  private final int[] gap = new int[256];
  private final int[] votes = new int[MAX_RECORD + 1];
  private int record = 4;

  /**
   * @param phase where the lane begins in its segment, so that columns agree between lanes
   */
  BytesContexts(int phase) {
    this.phase = phase;
    code = new CodeContexts(phase);
  }

  private static int mix(int context, long value) {
    long h = (value + context + 1) * 0x9E3779B97F4A7C15L;
    h ^= h >>> 29;
    h *= 0xBF58476D1CE4E5B9L;
    return (int) (h >>> 32);
  }

  static int mix(int context, int a, int b) {
    return mix(context, (long) a << 32 | b & 0xFFFFFFFFL);
  }

  /** The byte {@code lag} places back, or 0. */
  private int back(int lag) {
    return lag <= position ? ring[position - lag & ring.length - 1] & 255 : 0;
  }

  void accept(int coded) {
    last = last << 8 | coded;
    ring[position & ring.length - 1] = (byte) coded;
    position++;
    boolean odd =
        coded < 9
            || coded > 13 && coded < 32
            || coded == 127
            || coded == 192
            || coded == 193
            || coded > 244;
    binary = Math.clamp(odd ? binary + 64 : binary - 1, 0, MOST_BINARY);
    acceptRecord(coded);
    code.accept(coded);
    acceptText(coded);
  }

  private void acceptRecord(int coded) {
    int distance = position - seenAt[coded];
    if (distance > 1 && distance <= MAX_RECORD) {
      if (distance == gap[coded]) {
        votes[distance] += distance < 64 ? 1 : 4;
        if (votes[distance] > votes[record]) {
          record = distance;
        }
      }
    }
    gap[coded] = distance;
    seenAt[coded] = position;
    if ((position & 4095) == 0) {
      for (int i = 0; i < votes.length; i++) {
        votes[i] >>= 1;
      }
    }
  }

  private void acceptText(int coded) {
    int lower = coded >= 'A' && coded <= 'Z' ? coded + 32 : coded;
    boolean letter = lower >= 'a' && lower <= 'z' || coded >= 128;
    boolean digit = coded >= '0' && coded <= '9';
    if (letter) {
      word = (word + lower + 1) * MULTIPLIER;
      if (inLineWord) {
        lineWord = word;
      }
    } else if (word != 0) {
      wordTwoBefore = wordBefore;
      wordBefore = word;
      word = 0;
      inLineWord = false;
    }
    int kind = letter ? (coded == lower ? 1 : 2) : digit ? 3 : coded;
    if (kind != 1 || (shape & 255) != 1) {
      shape = shape << 8 | kind;
    }
    masked = (masked + (digit ? '0' : coded) + 1) * (MULTIPLIER << 5);
    if (coded == '\n') {
      System.arraycopy(fieldStarts, 0, fieldStartsAbove, 0, fieldStarts.length);
      fieldsAbove = field + 1;
      lineAbove = lineStart;
      lineStart = position;
      lineWord = 0;
      inLineWord = true;
      field = 0;
      fieldHash = 0;
      fieldStart = position;
      fieldStarts[0] = position;
    } else if (coded == ',' || coded == '\t' || coded == ';' || coded == '|' || coded == ' ') {
      field = Math.min(field + 1, 63);
      fieldHash = 0;
      fieldStart = position;
      fieldStarts[field] = position;
    } else {
      fieldHash = (fieldHash + coded + 1) * MULTIPLIER;
    }
  }

  void write(Evidence evidence) {
    int[] c = evidence.contexts;
    int c1 = (int) last & 255;
    int c2 = (int) (last >>> 8) & 255;
    for (int order = 1; order <= 6; order++) {
      c[order - 1] = mix(order, last << 64 - 8 * order);
    }
    c[6] = mix(0, 0);
    c[7] = mix(7, last);
    c[8] = mix(8, last & 0xFF00);
    c[9] = mix(9, last & 0xFFFF00);
    c[10] = mix(10, last & 0xFF00FF);
    c[11] = mix(11, last & 0xFFFFFF00L);
    int[] s = evidence.selectors;
    s[0] = c1;
    if (binary > BINARY) {
      writeBinary(c, c1);
      int column = (phase + position) % record;
      s[1] = 512 | (record < 256 ? column : back(record));
      s[2] = 256 | back(record);
      if (code.likely()) {
        code.write(c, 16, c1);
        s[1] = 512 | code.part();
      }
    } else {
      writeText(c, c1);
      s[1] = kind(c1) << 6 | kind(c2) << 3 | kind((int) (last >>> 16) & 255);
      int column = Math.min(position - lineStart, 31);
      s[2] = Math.min(column, 15) << 4 | Math.min(field, 15);
    }
    evidence.low = -0.5f;
    evidence.step = 1;
  }

  private static int kind(int coded) {
    if (coded >= 'a' && coded <= 'z') {
      return 0;
    }
    if (coded >= 'A' && coded <= 'Z') {
      return 1;
    }
    if (coded >= '0' && coded <= '9') {
      return 2;
    }
    if (coded >= 128) {
      return 3;
    }
    return coded == ' ' ? 4 : coded == '\n' ? 5 : coded < 48 ? 6 : 7;
  }

  private void writeText(int[] c, int c1) {
    c[12] = mix(12, word, c1);
    c[13] = mix(13, word + c1, wordBefore);
    c[14] = mix(14, word + c1 + wordTwoBefore * 31, wordBefore);
    c[15] = mix(15, word + c1, wordTwoBefore);
    int column = position - lineStart;
    int at = lineAbove + column;
    int above = at < lineStart ? back(position - at) : 0;
    c[16] = mix(16, above, c1 << 8 | Math.min(column, 255));
    int offset = position - fieldStart;
    int pointer = field < fieldsAbove ? fieldStartsAbove[field] + offset : -1;
    int same =
        pointer >= 0 && pointer < lineStart && position - pointer < ring.length
            ? back(position - pointer)
            : 256;
    c[17] = mix(17, fieldHash, field);
    c[18] = mix(18, same << 8 | c1, fieldHash);
    c[19] = mix(19, lineWord, word + c1);
    c[20] = mix(20, shape);
    c[21] = mix(21, shape << 24 | above << 8 | c1);
    c[22] = mix(22, masked, 0);
    c[23] = mix(23, above << 8 | same, c1);
  }

  private void writeBinary(int[] c, int c1) {
    int r = record;
    int place = phase + position;
    int column = place % r;
    int n = back(r);
    int nn = back(2 * r);
    int nw = back(r + 1);
    int ne = back(r - 1);
    c[12] = mix(32, column, n);
    c[13] = mix(33, n << 8 | nn, column);
    c[14] = mix(34, n << 8 | c1, 0);
    c[15] = mix(35, n << 24 | ne << 16 | nw << 8 | c1, 0);
    c[16] = mix(36, c1 + n - nw & 255, column & 3);
    c[17] = mix(37, n << 8 | nn, c1);
    c[18] = mix(38, column, c1);
    c[19] = mix(39, back(4) << 8 | back(8), place & 3);
    c[20] = mix(40, back(2) << 8 | back(4), place & 1);
    c[21] = mix(41, back(4) << 8 | c1, place & 3);
    c[22] = mix(42, 2 * n - nn & 255, back(2) + n - back(r + 2) & 255);
    c[23] = mix(43, last & 0xF0F0F0F0F0F0L);
  }
}
