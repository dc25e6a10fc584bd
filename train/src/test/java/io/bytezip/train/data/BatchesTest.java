package io.bytezip.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.LiveLane;
import io.bytezip.modalities.PixelsLayout;
import io.bytezip.train.data.BatchBuilder.Window;
import io.bytezip.train.data.BatchStream.Turns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From shards to batches. */
class BatchesTest {
  private static final int LENGTH = 64;

  @TempDir Path folder;

  private final BatchBuilder builder = new BatchBuilder(Samples.config());

  /** Text and pictures in many small shards; every text symbol pair tells its place. */
  private Pack pack() throws Exception {
    ShardStore store = new ShardStore(folder, false);
    for (int i = 0; i < 11; i++) {
      byte[] text = Samples.random(700 + 40 * i, i);
      store.write(
          Modality.TEXT,
          Split.TRAIN,
          List.of(
              new Track("bytes", 1, Arrays.copyOf(text, 300), new byte[0]),
              new Track("bytes", 1, Arrays.copyOfRange(text, 300, text.length), new byte[0])));
    }
    for (int i = 0; i < 6; i++) {
      byte[] pixels = Samples.random(30 * 20 * 3, i);
      store.write(
          Modality.IMAGE, Split.TRAIN, LayoutTracks.of(new PixelsLayout(30, 3, false), pixels, 1));
    }
    for (int i = 0; i < 3; i++) {
      Track track = new Track("bytes", 1, Samples.random(500 + i, 50 + i), new byte[0]);
      store.write(Modality.TEXT, Split.VALIDATION, List.of(track));
    }
    Pack.write(
        folder, new PackInfo(PackInfo.FORMAT, "test", 1, Map.of(), List.of(), store.written()));
    return Pack.open(folder);
  }

  private static Order order(long seed, Map<Modality, Double> weights) {
    return new Order(seed, 4, LENGTH, weights);
  }

  private static final Map<Modality, Double> BOTH = Map.of(Modality.TEXT, 2.0, Modality.IMAGE, 1.0);

  private static void assertSame(Batch expected, Batch actual) {
    assertArrayEquals(expected.inputs(), actual.inputs());
    assertArrayEquals(expected.rows(), actual.rows());
    assertArrayEquals(expected.targets(), actual.targets());
  }

  @Test
  void aStreamThatStartsLaterGivesTheSameBatches() throws Exception {
    Pack pack = pack();
    List<Batch> batches = new ArrayList<>();
    try (BatchStream stream = new BatchStream(pack, order(5, BOTH), builder, 0)) {
      for (int i = 0; i < 150; i++) {
        batches.add(stream.next());
      }
    }
    for (int first : new int[] {1, 37, 120}) {
      try (BatchStream stream = new BatchStream(pack, order(5, BOTH), builder, first)) {
        for (int i = first; i < Math.min(150, first + 40); i++) {
          assertSame(batches.get(i), stream.next());
        }
      }
    }
    try (BatchStream stream = new BatchStream(pack, order(6, BOTH), builder, 0)) {
      assertTrue(!Arrays.equals(batches.get(0).targets(), stream.next().targets()));
    }
  }

  @Test
  void anEpochShowsAllOfAPackThatIsLargerThanAPool() throws Exception {
    Pack pack = pack();
    List<ShardInfo> shards = pack.shards(Modality.TEXT, Split.TRAIN);
    assertTrue(shards.size() > 2 * WindowOrder.POOL);
    Order order = order(9, Map.of(Modality.TEXT, 1.0));
    WindowOrder windows =
        new WindowOrder(9, LENGTH, shards.stream().mapToInt(ShardInfo::symbols).toArray());
    Set<List<Long>> seen = new HashSet<>();
    long left = windows.windows(0);
    try (BatchStream stream = new BatchStream(pack, order, builder, 0)) {
      for (; left >= 4; left -= 4) {
        Batch batch = stream.next();
        for (int s = 0; s < 4; s++) {
          List<Long> window =
              Arrays.stream(batch.targets(), s * LENGTH, (s + 1) * LENGTH).boxed().toList();
          assertTrue(seen.add(window), "a window came twice");
        }
      }
    }
    int found = 0;
    for (long n = 0; n < windows.windows(0) - left; n++) {
      WindowOrder.Place place = windows.place(n);
      Shard shard = pack.read(shards.get(place.shard()));
      int at = shard.offset() + place.start();
      List<Long> symbols =
          IntStream.range(at, at + LENGTH).mapToObj(i -> (long) (shard.bytes()[i] & 255)).toList();
      found += seen.contains(symbols) ? 1 : 0;
    }
    assertEquals(seen.size(), found);
  }

  @Test
  void turnsFollowTheWeights() {
    Order order = order(1, Map.of(Modality.TEXT, 3.0, Modality.IMAGE, 2.0, Modality.AUDIO, 1.0));
    Turns turns = new Turns(order, 0);
    Map<Modality, Integer> counts = new EnumMap<>(Modality.class);
    for (int g = 1; g <= 600; g++) {
      counts.merge(turns.next(), 1, Integer::sum);
      for (Modality modality : Modality.values()) {
        double due = order.weight(modality) * g / 6;
        assertEquals(due, counts.getOrDefault(modality, 0), 1.0001);
        assertEquals(counts.getOrDefault(modality, 0), (int) turns.count(modality));
      }
    }
    Turns later = new Turns(order, 599);
    assertEquals(new HashMap<>(counts).get(Modality.TEXT), 300);
    later.next();
    for (Modality modality : Modality.values()) {
      assertEquals(turns.count(modality), later.count(modality));
    }
  }

  @Test
  void aBrokenShardEndsTheStreamWithOneLine() throws Exception {
    Pack pack = pack();
    for (ShardInfo shard : pack.shards(Modality.TEXT, Split.TRAIN)) {
      Files.write(folder.resolve(shard.file()), new byte[3]);
    }
    try (BatchStream stream = new BatchStream(pack, order(1, BOTH), builder, 0)) {
      for (int i = 0; i < 2; i++) {
        IOException e = assertThrows(IOException.class, stream::next);
        assertTrue(e.getMessage().startsWith("broken shard: "), e.getMessage());
        assertEquals(1, e.getMessage().lines().count());
      }
    }
    assertEquals(11, pack.verify().size());
  }

  @Test
  void whatDoesNotFitIsTold() throws Exception {
    Pack pack = pack();
    assertTrue(
        problem(pack, Map.of(Modality.AUDIO, 1.0), builder).contains("has no audio to train on"));
    assertTrue(problem(pack, Map.of(), builder).contains("no kind of data has a weight"));
    BatchBuilder bytes = new BatchBuilder(Samples.bytesConfig());
    assertTrue(
        problem(pack, BOTH, bytes).contains("layout \"pixels\", which the model does not read"));
    new BatchStream(pack, order(1, Map.of(Modality.TEXT, 1.0)), bytes, 0).close();
    assertTrue(bytes.reads(pack, Modality.TEXT, Split.TRAIN));
    assertFalse(bytes.reads(pack, Modality.IMAGE, Split.TRAIN));
  }

  private static String problem(Pack pack, Map<Modality, Double> weights, BatchBuilder with) {
    return assertThrows(
            TrainException.class, () -> new BatchStream(pack, order(1, weights), with, 0))
        .getMessage();
  }

  @Test
  void batchesShowWhatALiveLaneShows() {
    byte[] text = "some text, long enough to have every tap".getBytes(StandardCharsets.US_ASCII);
    Batch batch = builder.build(List.of(new Track("bytes", 1, text, new byte[0])), 64);
    LiveLane lane = new BytesLayout().open(text, new byte[text.length], 1).lane(0);
    InputTable table = new InputTable(Samples.config());
    int columns = builder.inputs();
    int[] context = new int[3];
    for (int t = 0; t < text.length; t++) {
      lane.context(context, 0);
      for (int i = 0; i < 3; i++) {
        assertEquals(
            table.layoutRow("bytes") + 257 * i + context[i], batch.inputs()[t * columns + 1 + i]);
      }
      assertEquals(t == 0 ? 256 : text[t - 1], batch.inputs()[t * columns]);
      assertEquals(text[t], batch.targets()[t]);
      assertEquals(table.emptyRow(), batch.inputs()[t * columns + 4]);
      lane.accept(lane.next());
    }
    assertEquals(BatchBuilder.IGNORED, batch.targets()[text.length]);
    assertEquals(table.emptyRow(), batch.inputs()[text.length * columns]);
  }

  @Test
  void aTrackInTheMiddleOfAWindowStartsAfresh() {
    byte[] first = Samples.random(40, 1);
    byte[] second = Samples.random(100, 2);
    Track one = new Track("bytes", 1, first, new byte[0]);
    Track two = new Track("bytes", 1, second, new byte[0]);
    Batch joined = builder.build(List.of(new Window(Shard.of(List.of(one, two)), 8)), 1, LENGTH);
    Batch alone = builder.build(List.of(two), LENGTH);
    int columns = builder.inputs();
    int boundary = 40 - 8;
    assertArrayEquals(
        Arrays.copyOf(alone.inputs(), (LENGTH - boundary) * columns),
        Arrays.copyOfRange(joined.inputs(), boundary * columns, LENGTH * columns));
    assertArrayEquals(
        Arrays.copyOf(alone.rows(), LENGTH - boundary),
        Arrays.copyOfRange(joined.rows(), boundary, LENGTH));
    assertEquals(first[39] & 255, joined.targets()[boundary - 1]);
    assertEquals(second[0] & 255, joined.targets()[boundary]);
    assertEquals(first[7] & 255, joined.inputs()[0]);
  }

  @Test
  void contextsAreThoseOfTheLayout() {
    PixelsLayout layout = new PixelsLayout(30, 3, false);
    byte[] pixels = Samples.random(30 * 20 * 3, 1);
    Track track = LayoutTracks.of(layout, pixels, 1).get(0);
    Batch batch = builder.build(List.of(new Window(Shard.of(List.of(track)), 100)), 1, LENGTH);
    LiveLane lane = layout.open(pixels, new byte[pixels.length], 1).lane(0);
    int[] sizes = layout.contextSizes();
    int[] context = new int[sizes.length];
    int firstRow = new InputTable(Samples.config()).layoutRow("pixels");
    for (int t = 0; t < 100 + LENGTH; t++) {
      lane.context(context, 0);
      int coded = lane.next();
      if (t >= 100) {
        int at = (t - 100) * builder.inputs();
        assertEquals((coded - lane.rotation()) & 255, batch.targets()[t - 100]);
        for (int i = 0, row = firstRow; i < sizes.length; row += sizes[i++]) {
          assertEquals(row + context[i], batch.inputs()[at + 1 + i]);
        }
      }
      lane.accept(coded);
    }
  }

  @Test
  void heldOutIsSpreadOverTheSplit() throws Exception {
    Pack pack = pack();
    List<Batch> all =
        HeldOut.of(pack, Modality.TEXT, Split.VALIDATION, 4, LENGTH, Long.MAX_VALUE / 2, builder);
    assertEquals(6, all.size());
    assertEquals(21 * LENGTH, targets(all));
    List<Batch> some =
        HeldOut.of(pack, Modality.TEXT, Split.VALIDATION, 4, LENGTH, 3 * LENGTH, builder);
    assertEquals(1, some.size());
    for (int i = 0; i < 3; i++) {
      assertArrayEquals(
          Arrays.copyOfRange(some.get(0).targets(), i * LENGTH, (i + 1) * LENGTH),
          Arrays.copyOfRange(
              all.get(7 * i / 4).targets(), 7 * i % 4 * LENGTH, (7 * i % 4 + 1) * LENGTH));
    }
    assertEquals(List.of(), HeldOut.of(pack, Modality.TEXT, Split.OOD, 4, LENGTH, 1000, builder));
    List<Batch> longer =
        HeldOut.of(pack, Modality.TEXT, Split.VALIDATION, 1, 1024, Long.MAX_VALUE / 2, builder);
    assertEquals(3, longer.size());
    assertEquals(500 + 501 + 502, targets(longer));
  }

  private static long targets(List<Batch> batches) {
    return batches.stream()
        .flatMapToLong(batch -> Arrays.stream(batch.targets()))
        .filter(target -> target != BatchBuilder.IGNORED)
        .count();
  }
}
