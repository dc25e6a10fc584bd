package io.bytezip.modalities.recipe;

import io.bytezip.modalities.MalformedRecipeException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A stream cut into chunks of a PNG, each with length, type and CRC-32 (PNG specification, section
 * 5.3): {@code IDAT}, or for the later frames of an APNG {@code fdAT}, whose data begin with a
 * sequence number that rises by 1. Takes the stream; what the runs leave of it, if anything, is one
 * more chunk.
 *
 * @param sequence the first chunk's sequence number; -1 for {@code IDAT}, which have none
 * @param runs runs of chunks with equally much of the stream
 */
public record PngChunks(int sequence, List<Run> runs) implements Transform {
  private static final int IDAT = 0x49444154;
  private static final int FDAT = 0x66644154;

  /**
   * Some chunks.
   *
   * @param length bytes of the stream in each
   * @param count how many, at least 1
   */
  public record Run(int length, int count) {}

  /** Copies the list. */
  public PngChunks {
    runs = List.copyOf(runs);
  }

  /** Chunks of these lengths in order, which are all of the stream. */
  public static PngChunks of(int sequence, List<Integer> lengths) {
    int last = lengths.size() - 1;
    // The last chunk is what remains, unless it is empty.
    int end = last >= 0 && lengths.get(last) > 0 ? last : last + 1;
    List<Run> runs = new ArrayList<>();
    int i = 0;
    while (i < end) {
      int from = i;
      int length = lengths.get(from);
      while (i < end && lengths.get(i) == length) {
        i++;
      }
      runs.add(new Run(length, i - from));
    }
    return new PngChunks(sequence, runs);
  }

  @Override
  public int kind() {
    return 5;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    Varint.write(out, sequence + 1);
    Varint.write(out, runs.size());
    for (Run run : runs) {
      Varint.write(out, run.length);
      Varint.write(out, run.count);
    }
  }

  static PngChunks read(DataInput in) throws IOException {
    int sequence = Varint.read(in, 0, Integer.MAX_VALUE) - 1;
    int count = Varint.read(in, 0, Integer.MAX_VALUE);
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int length = Varint.read(in, 0, Integer.MAX_VALUE);
      runs.add(new Run(length, Varint.read(in, 1, Integer.MAX_VALUE)));
    }
    return new PngChunks(sequence, runs);
  }

  @Override
  public void apply(byte[] input, RecipeOutput out) throws MalformedRecipeException {
    int position = 0;
    int number = sequence;
    for (Run run : runs) {
      for (int i = 0; i < run.count; i++) {
        if (run.length > input.length - position) {
          throw new MalformedRecipeException("the chunks are longer than their stream");
        }
        chunk(number++, input, position, run.length, out);
        position += run.length;
      }
    }
    if (position < input.length) {
      chunk(number, input, position, input.length - position, out);
    }
  }

  private void chunk(int number, byte[] input, int from, int length, RecipeOutput out)
      throws MalformedRecipeException {
    boolean frame = sequence >= 0;
    out.bigEndian(frame ? length + 4 : length, 4);
    CRC32 crc = new CRC32();
    bigEndian(frame ? FDAT : IDAT, crc, out);
    if (frame) {
      bigEndian(number, crc, out);
    }
    out.write(input, from, length);
    crc.update(input, from, length);
    out.bigEndian((int) crc.getValue(), 4);
  }

  private static void bigEndian(int value, CRC32 crc, RecipeOutput out)
      throws MalformedRecipeException {
    out.bigEndian(value, 4);
    for (int shift = 24; shift >= 0; shift -= 8) {
      crc.update(value >> shift);
    }
  }
}
