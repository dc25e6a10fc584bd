package io.bytezip.modalities.recipe;

import io.bytezip.modalities.MalformedRecipeException;
import io.bytezip.modalities.deflate.DeflateRestorer;
import io.bytezip.modalities.deflate.DeflateSettings;
import io.bytezip.modalities.deflate.Recreation;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.Adler32;

/**
 * A deflate stream (RFC 1951), or a zlib stream (RFC 1950) with its header and checksum. Takes the
 * corrections and then the plain bytes.
 *
 * @param zlibHeader the two bytes before a zlib stream, the first one in the high byte; -1 for a
 *     deflate stream alone
 * @param settings what the pinned encoder is told
 * @param corrections bytes at the input's start that say where the stream differs from the pinned
 *     encoder's
 */
public record Deflate(int zlibHeader, DeflateSettings settings, int corrections)
    implements Transform {
  @Override
  public int kind() {
    return zlibHeader < 0 ? 2 : 3;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    if (zlibHeader >= 0) {
      out.writeShort(zlibHeader);
    }
    out.writeByte(settings.level() | settings.strategy().ordinal() << 4);
    out.writeByte(settings.memLevel() | settings.windowBits() << 4);
    Varint.write(out, corrections);
  }

  static Deflate read(DataInput in, boolean zlib) throws IOException {
    int header = zlib ? in.readUnsignedShort() : -1;
    int first = in.readUnsignedByte();
    int second = in.readUnsignedByte();
    int strategy = first >> 4;
    if (strategy >= DeflateSettings.STRATEGIES.size()) {
      throw new MalformedRecipeException("deflate strategy " + strategy);
    }
    DeflateSettings settings =
        DeflateSettings.checked(
            first & 15, second & 15, DeflateSettings.STRATEGIES.get(strategy), second >> 4);
    return new Deflate(header, settings, Varint.read(in, 0, Integer.MAX_VALUE));
  }

  @Override
  public void apply(byte[] input, RecipeOutput out) throws MalformedRecipeException {
    if (corrections > input.length) {
      throw new MalformedRecipeException("too few bytes for the corrections");
    }
    if (zlibHeader >= 0) {
      out.bigEndian(zlibHeader, 2);
    }
    int plain = input.length - corrections;
    Recreation recreation = new Recreation(settings, Arrays.copyOf(input, corrections));
    DeflateRestorer.restore(input, corrections, plain, recreation, out::accept);
    if (zlibHeader >= 0) {
      Adler32 adler = new Adler32();
      adler.update(input, corrections, plain);
      out.bigEndian((int) adler.getValue(), 4);
    }
  }
}
