package io.bytezip.modalities.recipe;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * Another LZW encoder, with strings as strings: clears when it likes, and now and then takes a
 * shorter string than it knows.
 */
public final class LzwWriter {
  private static final int CODES = 4096;

  private final Random random;
  private final boolean tiff;
  private final int literalBits;
  private final boolean endCode;
  private int clearAt;
  private int shorter;
  private int clearings;
  private long held;
  private int bits;
  private ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** An encoder of random habits. */
  public LzwWriter(Random random, boolean tiff, int literalBits) {
    this.random = random;
    this.tiff = tiff;
    this.literalBits = literalBits;
    int full = tiff ? 4094 : CODES + random.nextInt(3) * 1000;
    // Clearing much oftener takes more corrections than are allowed.
    clearAt = random.nextBoolean() ? full : Math.min(full, (1 << literalBits) + 60);
    shorter = random.nextInt(3) == 0 ? 200 : 0;
    endCode = random.nextInt(4) > 0;
  }

  /** One that clears after so many codes, and takes the longest strings. */
  LzwWriter clearing(int codes) {
    clearAt = (1 << literalBits) + 2 + codes;
    shorter = 0;
    return this;
  }

  int clearings() {
    return clearings;
  }

  /** The stream. */
  public byte[] write(byte[] symbols) {
    out = new ByteArrayOutputStream();
    held = 0;
    bits = 0;
    clearings = 0;
    int clear = 1 << literalBits;
    Map<String, Integer> table = fresh();
    int sent = 0;
    put(clear, literalBits + 1);
    int at = 0;
    while (at < symbols.length) {
      StringBuilder longest = new StringBuilder();
      longest.append((char) (symbols[at] & 255));
      int most = shorter > 0 && random.nextInt(shorter) == 0 ? 1 + random.nextInt(3) : 1 << 20;
      int to = at + 1;
      while (to < symbols.length
          && longest.length() < most
          && table.containsKey(longest.toString() + (char) (symbols[to] & 255))) {
        longest.append((char) (symbols[to++] & 255));
      }
      put(table.get(longest.toString()), width(sent));
      sent++;
      at = to;
      int number = clear + 1 + sent;
      if (at < symbols.length && number < CODES) {
        table.putIfAbsent(longest.toString() + (char) (symbols[at] & 255), number);
      }
      if (number + 1 >= clearAt && (at < symbols.length || random.nextBoolean())) {
        put(clear, width(sent));
        table = fresh();
        sent = 0;
        clearings++;
      }
    }
    if (endCode) {
      put(clear + 1, width(sent));
    }
    if (bits > 0) {
      out.write((int) (tiff ? held << 8 - bits : held));
    }
    return out.toByteArray();
  }

  private Map<String, Integer> fresh() {
    Map<String, Integer> table = new HashMap<>();
    for (int i = 0; i < 1 << literalBits; i++) {
      table.put(String.valueOf((char) i), i);
    }
    return table;
  }

  /** Bits of the next code, after so many since the strings were forgotten. */
  private int width(int sent) {
    int next = Math.min(CODES, (1 << literalBits) + 2 + Math.max(0, sent - 1));
    int width = literalBits + 1;
    while (width < 12 && next + (tiff ? 1 : 0) >= 1 << width) {
      width++;
    }
    return width;
  }

  private void put(int code, int width) {
    held = tiff ? held << width | code : held | (long) code << bits;
    bits += width;
    while (bits >= 8) {
      bits -= 8;
      if (tiff) {
        out.write((int) (held >> bits));
        held &= (1L << bits) - 1;
      } else {
        out.write((int) held);
        held >>= 8;
      }
    }
  }
}
