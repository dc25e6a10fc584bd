package io.bytezip.train;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.bytezip.train.data.TrainException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Everything that a run needs to go on: numbers of the run so far, values and moments. Batches
 * depend on the data, the settings and the step alone, so that no state of their order is kept.
 *
 * <p>File, little endian: "BZTRAIN1", int header length, header (JSON), int count, three times so
 * many floats, as many doubles if the header's "averaged" is above 0, CRC-32C of all before it as a
 * long.
 *
 * @param header configuration, data, settings, step, symbols, seconds and what else the run keeps
 * @param values flat parameters
 * @param first first moments
 * @param second second moments
 * @param mean the values' mean over the steps that the header's "averaged" counts; empty for none
 */
record Checkpoint(JsonObject header, float[] values, float[] first, float[] second, double[] mean) {
  private static final byte[] MAGIC = "BZTRAIN1".getBytes(StandardCharsets.US_ASCII);

  /** The step after which it was made. */
  int step() {
    return header.get("step").getAsInt();
  }

  /** How many steps the mean is of. */
  int averaged() {
    return averaged(header);
  }

  private static int averaged(JsonObject header) {
    return header.has("averaged") ? header.get("averaged").getAsInt() : 0;
  }

  /**
   * Writes to a temporary file, syncs, renames: a kill at any moment leaves the old or the new one.
   */
  void write(Path file) throws IOException {
    byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(
                MAGIC.length + 4 + text.length + 4 + 12 * values.length + 8 * mean.length + 8)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(MAGIC).putInt(text.length).put(text).putInt(values.length);
    for (float[] part : new float[][] {values, first, second}) {
      bytes.asFloatBuffer().put(part);
      bytes.position(bytes.position() + 4 * part.length);
    }
    bytes.asDoubleBuffer().put(mean);
    bytes.position(bytes.position() + 8 * mean.length);
    CRC32C crc = new CRC32C();
    crc.update(bytes.array(), 0, bytes.position());
    bytes.putLong(crc.getValue());
    bytes.flip();
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      try (FileChannel out =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw new IOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  static Checkpoint read(Path file) throws IOException, TrainException {
    if (!Files.exists(file)) {
      throw new TrainException("no checkpoint in " + file.getParent());
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    TrainException damaged = new TrainException("damaged checkpoint: " + file);
    try {
      CRC32C crc = new CRC32C();
      crc.update(bytes.array(), 0, Math.max(0, bytes.limit() - 8));
      byte[] magic = new byte[MAGIC.length];
      bytes.get(magic);
      if (!Arrays.equals(magic, MAGIC) || crc.getValue() != bytes.getLong(bytes.limit() - 8)) {
        throw damaged;
      }
      byte[] text = new byte[bytes.getInt()];
      bytes.get(text);
      int count = bytes.getInt();
      JsonObject header =
          JsonParser.parseString(new String(text, StandardCharsets.UTF_8)).getAsJsonObject();
      float[][] parts = new float[3][count];
      for (float[] part : parts) {
        bytes.asFloatBuffer().get(part);
        bytes.position(bytes.position() + 4 * count);
      }
      double[] mean = new double[averaged(header) > 0 ? count : 0];
      bytes.asDoubleBuffer().get(mean);
      return new Checkpoint(header, parts[0], parts[1], parts[2], mean);
    } catch (BufferUnderflowException | IndexOutOfBoundsException | JsonParseException e) {
      damaged.initCause(e);
      throw damaged;
    }
  }
}
