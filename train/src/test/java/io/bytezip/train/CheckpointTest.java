package io.bytezip.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import io.bytezip.train.data.TrainException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  @TempDir Path folder;

  private Path written() throws Exception {
    return written(new double[0]);
  }

  private Path written(double... mean) throws Exception {
    JsonObject header = new JsonObject();
    header.addProperty("step", 12);
    header.addProperty("averaged", mean.length);
    Path file = folder.resolve("checkpoint.bin");
    new Checkpoint(
            header,
            new float[] {1, Float.MIN_VALUE},
            new float[] {-0f, 3},
            new float[] {4, 5},
            mean)
        .write(file);
    return file;
  }

  @Test
  void comesBack() throws Exception {
    Path file = written();
    Checkpoint read = Checkpoint.read(file);
    assertEquals(12, read.header().get("step").getAsInt());
    assertArrayEquals(new float[] {1, Float.MIN_VALUE}, read.values());
    assertArrayEquals(new float[] {-0f, 3}, read.first());
    assertArrayEquals(new float[] {4, 5}, read.second());
    assertEquals(0, read.averaged());
    assertFalse(Files.exists(folder.resolve("checkpoint.bin.tmp")));
  }

  @Test
  void theMeanComesBack() throws Exception {
    Checkpoint read = Checkpoint.read(written(6, 1 / 3.0));
    assertArrayEquals(new float[] {4, 5}, read.second());
    assertArrayEquals(new double[] {6, 1 / 3.0}, read.mean());
    assertEquals(2, read.averaged());
  }

  @Test
  void oneOfBeforeThereWereMeansHasNone() throws Exception {
    JsonObject header = new JsonObject();
    header.addProperty("step", 12);
    Path file = folder.resolve("checkpoint.bin");
    new Checkpoint(header, new float[] {1}, new float[] {2}, new float[] {3}, new double[0])
        .write(file);
    Checkpoint read = Checkpoint.read(file);
    assertEquals(0, read.averaged());
    assertEquals(0, read.mean().length);
  }

  @Test
  void everyDamageIsNoticed() throws Exception {
    Path file = written(6, 7);
    byte[] good = Files.readAllBytes(file);
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      Files.write(file, bad);
      assertThrows(TrainException.class, () -> Checkpoint.read(file));
      Files.write(file, Arrays.copyOf(good, i));
      assertThrows(TrainException.class, () -> Checkpoint.read(file));
    }
  }
}
