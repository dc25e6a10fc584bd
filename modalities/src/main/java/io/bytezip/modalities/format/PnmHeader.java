package io.bytezip.modalities.format;

/**
 * The header of a binary Netpbm picture.
 *
 * @param end where the samples begin; 0 if the window ends first
 * @param channels samples of a pixel
 * @param maximum the greatest sample value
 * @param bilevel whether a sample is a bit
 */
record PnmHeader(int end, int width, int height, int channels, int maximum, boolean bilevel) {
  private static final int MAX_HEADER = 1 << 16;
  private static final int MAX_NUMBER = 1 << 26;
  private static final PnmHeader CUT = new PnmHeader(0, 0, 0, 0, 0, false);

  boolean whole() {
    return end > 0;
  }

  /** Reads a header; null if it is none. */
  static PnmHeader of(InputWindow window, int start) {
    Reader reader = new Reader(window, start + 2);
    int kind = window.u8(start + 1);
    if (kind == '7') {
      return window.u8(start + 2) == '\n' ? pam(reader, start) : null;
    }
    boolean bilevel = kind == '4';
    if (!isSpace(window.u8(start + 2))) {
      return null;
    }
    int width = reader.number();
    int height = reader.number();
    int maximum = bilevel ? 1 : reader.number();
    if (reader.bad) {
      return null;
    }
    if (reader.position >= window.length()) {
      return reader.cut(start);
    }
    int channels = kind == '6' ? 3 : 1;
    return isSpace(window.u8(reader.position))
        ? new PnmHeader(reader.position + 1, width, height, channels, maximum, bilevel)
        : null;
  }

  /** PAM: a line for each field, in any order. */
  private static PnmHeader pam(Reader reader, int start) {
    int width = 0;
    int height = 0;
    int depth = 0;
    int maximum = 0;
    reader.position++;
    while (true) {
      String word = reader.word();
      if (reader.position >= reader.window.length()) {
        return reader.cut(start);
      }
      switch (word) {
        case "WIDTH" -> width = reader.number();
        case "HEIGHT" -> height = reader.number();
        case "DEPTH" -> depth = reader.number();
        case "MAXVAL" -> maximum = reader.number();
        case "ENDHDR" -> {
          boolean line = reader.window.u8(reader.position) == '\n';
          return line && !reader.bad
              ? new PnmHeader(reader.position + 1, width, height, depth, maximum, false)
              : null;
        }
        case "TUPLTYPE", "#" -> reader.line();
        default -> {
          return null;
        }
      }
      if (reader.bad) {
        return null;
      }
    }
  }

  private static boolean isSpace(int character) {
    return character == ' ' || character >= '\t' && character <= '\r';
  }

  /** Goes through a header. */
  private static final class Reader {
    private final InputWindow window;
    private int position;
    private boolean bad;

    Reader(InputWindow window, int position) {
      this.window = window;
      this.position = position;
    }

    /** What is known of a header that the window cuts off; null if it is none. */
    PnmHeader cut(int start) {
      return window.complete() || position - start > MAX_HEADER ? null : CUT;
    }

    /** The number behind white space and comments. */
    int number() {
      skip();
      int number = 0;
      int begin = position;
      while (position < window.length() && isDigit(window.u8(position)) && number < MAX_NUMBER) {
        number = number * 10 + window.u8(position++) - '0';
      }
      bad |= position == begin && position < window.length() || number > MAX_NUMBER;
      return number;
    }

    /** A word at the start of a line; a comment is one of one character. */
    String word() {
      while (position < window.length() && isSpace(window.u8(position))) {
        position++;
      }
      StringBuilder word = new StringBuilder();
      while (position < window.length() && word.length() < 10) {
        int character = window.u8(position);
        if (isSpace(character) || word.toString().equals("#")) {
          break;
        }
        word.append((char) character);
        position++;
      }
      return word.toString();
    }

    void line() {
      while (position < window.length() && window.u8(position) != '\n') {
        position++;
      }
    }

    private void skip() {
      boolean comment = false;
      while (position < window.length()) {
        int character = window.u8(position);
        if (character == '#') {
          comment = true;
        } else if (comment) {
          comment = character != '\n' && character != '\r';
        } else if (!isSpace(character)) {
          break;
        }
        position++;
      }
    }

    private static boolean isDigit(int character) {
      return character >= '0' && character <= '9';
    }
  }
}
