package io.bytezip.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.bytezip.modelzoo.ConfigJson;
import io.bytezip.train.data.BatchBuilder.Window;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The order of windows and the batches are as written down in {@code python/golden/order.json},
 * which the tests of the Python runner read too: whoever changes one side alone hears of it. A
 * changed order is a new format of packs.
 */
class GoldenOrderTest {
  private static final Gson GSON = new Gson();
  private static final String CONFIG =
      """
      {"hidden_size": 8, "num_attention_heads": 1, "num_key_value_heads": 1, "head_dim": 8,
       "intermediate_size": 8, "windows": [16], "norm": "rms", "norm_position": "pre",
       "norm_eps": 1e-5, "position": "rope", "rope_theta": 10000, "stride": 0,
       "layouts": [{"id": "bytes", "version": 1, "context_sizes": [257, 257, 257]},
                   {"id": "pixels", "version": 1, "context_sizes": [257, 10, 256, 300]}],
       "ngrams": [{"order": 3, "rows": 64, "width": 4}, {"order": 6, "rows": 65536, "width": 2}],
       "ngram_output": false}
      """;

  @Test
  void orderAndBatchesAreAsWrittenDown() throws Exception {
    JsonObject now = new JsonObject();
    now.add("orders", orders());
    now.add("turns", turns());
    now.add("batches", batches());
    Path written = Path.of("python", "golden", "order.json");
    Path found = Path.of("target", "golden", "order.json");
    Files.createDirectories(found.getParent());
    Files.writeString(found, now + "\n");
    assertEquals(
        JsonParser.parseString(Files.readString(written)),
        JsonParser.parseString(now.toString()),
        "Java now says " + found);
  }

  private record OrderCase(long seed, int length, int[] sizes, List<int[]> places) {}

  /** Some epochs each of: one shard, several pools, shards shorter than a window, large seeds. */
  private static JsonElement orders() {
    List<OrderCase> cases =
        List.of(
            new OrderCase(1, 64, new int[] {1000}, new ArrayList<>()),
            new OrderCase(
                2, 64, new int[] {500, 63, 128, 127, 1, 700, 64, 129, 300}, new ArrayList<>()),
            new OrderCase(-5, 10, new int[] {99, 100, 101, 20, 19, 21}, new ArrayList<>()),
            new OrderCase(0x7FFF_FFFF_FFFF_FFFFL, 3, new int[] {7, 7, 7, 7, 7}, new ArrayList<>()));
    for (OrderCase one : cases) {
      WindowOrder order = new WindowOrder(one.seed, one.length, one.sizes);
      long most = order.windows(0) + order.windows(1) + order.windows(2);
      for (long n = 0; n < most; n++) {
        WindowOrder.Place place = order.place(n);
        one.places.add(new int[] {place.shard(), place.start()});
      }
    }
    return GSON.toJsonTree(cases);
  }

  private record TurnCase(Map<Modality, Double> weights, List<Modality> kinds) {}

  private static JsonElement turns() {
    List<TurnCase> cases = new ArrayList<>();
    for (double[] shares : new double[][] {{1, 1, 1}, {0.5, 0.3, 0.2}, {2, 0, 1.1}, {0, 7, 0}}) {
      Map<Modality, Double> weights = new EnumMap<>(Modality.class);
      for (Modality modality : Modality.values()) {
        weights.put(modality, shares[modality.ordinal()]);
      }
      BatchStream.Turns turns = new BatchStream.Turns(new Order(1, 1, 1, weights), 0);
      List<Modality> kinds = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        kinds.add(turns.next());
      }
      cases.add(new TurnCase(weights, kinds));
    }
    return GSON.toJsonTree(cases);
  }

  private record BatchCase(
      String shard, ShardInfo info, int[] starts, int[] inputs, int[] rows, long[] targets) {}

  /** Windows at a track's start, across tracks, in a track's middle, beyond the shard's end. */
  private static JsonElement batches() {
    SplittableRandom random = new SplittableRandom(4);
    List<BatchCase> cases = new ArrayList<>();
    BatchBuilder builder = new BatchBuilder(ConfigJson.parse(CONFIG));
    for (String layout : List.of("bytes", "pixels")) {
      List<Track> tracks = new ArrayList<>();
      for (int length : new int[] {5, 1, 30, 14}) {
        tracks.add(track(layout, length, random));
      }
      Shard shard = Shard.of(tracks);
      int[] starts = {0, 3, 20, 45};
      List<Window> windows = new ArrayList<>();
      for (int start : starts) {
        windows.add(new Window(shard, start));
      }
      Batch batch = builder.build(windows, 5, 12);
      ShardInfo info =
          new ShardInfo(
              layout + ".shard",
              Modality.TEXT,
              Split.TRAIN,
              layout,
              1,
              shard.symbols(),
              shard.planes(),
              shard.tracks(),
              shard.bytes().length,
              Sha256.of(shard.bytes()));
      cases.add(
          new BatchCase(
              HexFormat.of().formatHex(shard.bytes()),
              info,
              starts,
              batch.inputs(),
              batch.rows(),
              batch.targets()));
    }
    JsonObject all = new JsonObject();
    all.addProperty("config", ConfigJson.compact(ConfigJson.parse(CONFIG)));
    all.addProperty("sequences", 5);
    all.addProperty("length", 12);
    all.addProperty("inputs", builder.inputs());
    InputTable table = new InputTable(ConfigJson.parse(CONFIG));
    all.addProperty("empty_row", table.emptyRow());
    JsonObject rows = new JsonObject();
    rows.addProperty("bytes", table.layoutRow("bytes"));
    rows.addProperty("pixels", table.layoutRow("pixels"));
    all.add("layout_rows", rows);
    all.add("cases", GSON.toJsonTree(cases));
    return all;
  }

  private static Track track(String layout, int length, SplittableRandom random) {
    byte[] symbols = new byte[length];
    random.nextBytes(symbols);
    if (layout.equals("bytes")) {
      return new Track(layout, 1, symbols, new byte[0]);
    }
    int[] sizes = {257, 10, 256, 300};
    ContextPacking packing = new ContextPacking(sizes);
    byte[] contexts = new byte[length * packing.stride()];
    int[] context = new int[sizes.length];
    for (int t = 0; t < length; t++) {
      for (int i = 0; i < sizes.length; i++) {
        context[i] = random.nextInt(sizes[i]);
      }
      packing.pack(context, contexts, t * packing.stride());
    }
    return new Track(layout, 1, symbols, contexts);
  }
}
