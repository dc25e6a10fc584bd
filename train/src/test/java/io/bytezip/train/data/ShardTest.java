package io.bytezip.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardTest {
  @TempDir Path folder;

  @Property(tries = 60)
  void whatIsWrittenComesBack(
      @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 300) Integer> lengths,
      @ForAll @IntRange(min = 0, max = 4) int planes,
      @ForAll boolean xz,
      @ForAll long seed)
      throws Exception {
    Path place = Files.createTempDirectory("shard");
    List<Track> tracks = new ArrayList<>();
    for (int length : lengths) {
      tracks.add(
          new Track(
              "pixels",
              1,
              Samples.random(length, seed + length),
              Samples.random(length * planes, seed - length)));
    }
    try {
      ShardStore store = new ShardStore(place, xz);
      store.write(Modality.IMAGE, Split.TRAIN, tracks);
      ShardInfo info = store.written().get(0);
      assertEquals(xz, info.file().endsWith(".shard.xz"));
      Shard shard = Shard.read(place, info);
      assertEquals(planes, shard.planes());
      assertEquals(tracks.size(), shard.tracks());
      int at = 0;
      for (Track track : tracks) {
        assertEquals(at, shard.trackStart(at));
        assertEquals(at, shard.trackStart(at + track.length() - 1));
        assertEquals(at + track.length(), shard.trackEnd(at));
        for (int t = 0; t < track.length(); t++, at++) {
          assertEquals(track.symbols()[t], shard.bytes()[shard.offset() + at]);
          for (int p = 0; p < planes; p++) {
            assertEquals(
                track.contexts()[t * planes + p],
                shard.bytes()[shard.offset() + (1 + p) * shard.symbols() + at]);
          }
        }
      }
      assertEquals(at, shard.symbols());
    } finally {
      try (var files = Files.list(place)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(place);
    }
  }

  @Property(tries = 100)
  void packedContextsComeBack(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 1, max = 300) Integer> sizes,
      @ForAll @IntRange(min = 1, max = 20) int length,
      @ForAll long seed) {
    int[] array = sizes.stream().mapToInt(Integer::intValue).toArray();
    ContextPacking packing = new ContextPacking(array);
    SplittableRandom random = new SplittableRandom(seed);
    int[][] contexts = new int[length][array.length];
    byte[] packed = new byte[length * packing.stride()];
    for (int t = 0; t < length; t++) {
      for (int i = 0; i < array.length; i++) {
        contexts[t][i] = random.nextInt(array[i]);
      }
      packing.pack(contexts[t], packed, t * packing.stride());
    }
    Shard shard = Shard.of(List.of(new Track("x", 1, new byte[length], packed)));
    int start = random.nextInt(length);
    int columns = array.length + 2;
    int[] rows = new int[(length - start) * columns];
    packing.rows(
        shard.bytes(),
        shard.offset() + length,
        length,
        start,
        length - start,
        1000,
        rows,
        0,
        columns);
    for (int t = start; t < length; t++) {
      for (int i = 0, row = 1000; i < array.length; row += array[i++]) {
        assertEquals(row + contexts[t][i], rows[(t - start) * columns + i]);
      }
    }
  }

  private ShardInfo written(boolean xz) throws IOException {
    ShardStore store = new ShardStore(folder, xz);
    Track track = new Track("bytes", 1, Samples.random(5000, 1), new byte[0]);
    store.write(Modality.TEXT, Split.TRAIN, List.of(track));
    return store.written().get(0);
  }

  private String problem(ShardInfo info) {
    String line = assertThrows(TrainException.class, () -> Shard.read(folder, info)).getMessage();
    assertEquals(1, line.lines().count());
    assertTrue(line.contains(info.file()), line);
    return line;
  }

  @Test
  void brokenShardsAreTold() throws Exception {
    ShardInfo info = written(false);
    Path file = folder.resolve(info.file());
    byte[] sound = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(sound, 300));
    assertTrue(problem(info).contains("cut short, 300 of 5,028 bytes"), problem(info));
    byte[] flipped = sound.clone();
    flipped[4000] ^= 1;
    Files.write(file, flipped);
    assertTrue(problem(info).contains("SHA-256"));
    Files.delete(file);
    assertTrue(problem(info).contains("missing"));
    Files.write(file, sound);
    assertArrayEquals(sound, Shard.read(folder, info).bytes());
  }

  @Test
  void shardsThatContradictTheIndexAreTold() throws Exception {
    for (boolean xz : new boolean[] {false, true}) {
      ShardInfo i = written(xz);
      ShardInfo wrong =
          new ShardInfo(
              i.file(), i.modality(), i.split(), i.layout(), 1, 4999, 0, 1, i.bytes(), i.sha256());
      assertTrue(problem(wrong).contains("does not hold what pack.json says"), problem(wrong));
    }
  }

  @Test
  void brokenXzIsTold() throws Exception {
    ShardInfo i = written(true);
    byte[] bytes = Samples.random(1000, 2);
    Files.write(folder.resolve(i.file()), bytes);
    ShardInfo wrong =
        new ShardInfo(
            i.file(), i.modality(), i.split(), i.layout(), 1, 5000, 0, 1, 1000, Sha256.of(bytes));
    assertTrue(problem(wrong).contains("no sound xz file"));
  }

  @Test
  void fullDiskIsTold() throws Exception {
    Path full = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.isWritable(full));
    Files.createSymbolicLink(folder.resolve("00000.shard"), full);
    IOException e = assertThrows(IOException.class, () -> written(false));
    assertTrue(e.getMessage().contains("No space left on device"), e.getMessage());
    assertTrue(e.getMessage().contains("00000.shard"), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }
}
