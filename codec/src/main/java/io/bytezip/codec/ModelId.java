package io.bytezip.codec;

import java.util.HexFormat;

/**
 * Names a model in an archive.
 *
 * @param value the first 8 bytes of the SHA-256 of its safetensors file, big-endian
 */
public record ModelId(long value) {
  /**
   * Reads the 16 hexadecimal digits of {@link #toString()}.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static ModelId parse(String digits) {
    if (digits.length() != 16) {
      throw new IllegalArgumentException("a model id has 16 hexadecimal digits: " + digits);
    }
    return new ModelId(HexFormat.fromHexDigitsToLong(digits));
  }

  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(value);
  }
}
