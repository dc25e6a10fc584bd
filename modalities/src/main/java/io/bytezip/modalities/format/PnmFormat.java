package io.bytezip.modalities.format;

import io.bytezip.modalities.PixelsLayout;

/** Binary PNM, grey (P5) or colour (P6), of 8 bits; the first image of a file. */
final class PnmFormat implements Format {
  private static final int MAX_HEADER = 1 << 16;
  private static final int MAX_SIZE = 1 << 26;

  @Override
  public String name() {
    return "pnm";
  }

  @Override
  public boolean mayBegin(InputWindow window, int position) {
    return window.isAt(position, "P5") || window.isAt(position, "P6");
  }

  @Override
  public Finding open(InputWindow window, int room) {
    boolean grey = window.isAt(0, "P5");
    if (!grey && !window.isAt(0, "P6") || !window.has(2, 1) || !isSpace(window.u8(2))) {
      return new Finding.Nothing();
    }
    int[] numbers = new int[3];
    int position = 2;
    for (int i = 0; i < numbers.length; i++) {
      position = skip(window, position);
      int begin = position;
      while (position < window.length() && isDigit(window.u8(position)) && numbers[i] < MAX_SIZE) {
        numbers[i] = numbers[i] * 10 + window.u8(position++) - '0';
      }
      if (position == window.length()) {
        boolean more = position < MAX_HEADER;
        return more ? new Finding.More(2L * position) : new Finding.Nothing();
      }
      if (position == begin) {
        return new Finding.Nothing();
      }
    }
    int channels = grey ? 1 : 3;
    long rowBytes = (long) numbers[0] * channels;
    if (numbers[0] < 1
        || numbers[1] < 1
        || numbers[2] != 255
        || rowBytes > room
        || !isSpace(window.u8(position))) {
      return new Finding.Nothing();
    }
    PixelsLayout layout = new PixelsLayout(numbers[0], channels, false);
    return new Finding.Units(
        new UnitRun(layout, position + 1, (int) rowBytes, 0, numbers[1], true));
  }

  /** Skips white space and comments, as far as the window goes. */
  private static int skip(InputWindow window, int start) {
    int position = start;
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
    return position;
  }

  private static boolean isSpace(int character) {
    return character == ' ' || character >= '\t' && character <= '\r';
  }

  private static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }
}
