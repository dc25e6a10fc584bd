package io.bytezip.modalities;

/** What kind of data a segment holds; for people and statistics, never needed for decoding. */
public enum Modality {
  TEXT,
  IMAGE,
  AUDIO,
  GENERIC;

  private static final int SAMPLE = 1 << 16;

  /**
   * The modality of {@code bytes} under {@code layout}. Bytes count as text when the first 64 kB
   * are UTF-8 (a sequence cut by either end of the sample is forgiven) and at most one character in
   * 256 is a control character other than white space.
   */
  static Modality of(Layout layout, byte[] bytes) {
    return switch (layout) {
      case PixelsLayout _, Pixels16Layout _ -> IMAGE;
      case SamplesLayout _ -> AUDIO;
      case BytesLayout _ -> isText(bytes) ? TEXT : GENERIC;
    };
  }

  private static boolean isText(byte[] bytes) {
    int end = Math.min(bytes.length, SAMPLE);
    int position = 0;
    while (position < Math.min(end, 3) && (bytes[position] & 0xC0) == 0x80) {
      position++;
    }
    int controls = 0;
    while (position < end) {
      int lead = bytes[position++];
      if (lead >= 0) {
        boolean space = lead >= '\t' && lead <= '\r';
        controls += lead < ' ' && !space || lead == 127 ? 1 : 0;
        continue;
      }
      int following = following(lead & 255);
      if (following < 0) {
        return false;
      }
      for (; following > 0 && position < end; following--) {
        if ((bytes[position++] & 0xC0) != 0x80) {
          return false;
        }
      }
    }
    return end > 0 && controls <= end >> 8;
  }

  /** How many bytes follow a lead byte of UTF-8; negative if it is none. */
  private static int following(int lead) {
    if (lead >= 0xC2 && lead < 0xE0) {
      return 1;
    }
    if (lead >= 0xE0 && lead < 0xF0) {
      return 2;
    }
    return lead >= 0xF0 && lead < 0xF5 ? 3 : -1;
  }
}
