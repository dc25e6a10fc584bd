package io.bytezip.train.data;

import io.bytezip.engine.ModelConfig;
import io.bytezip.engine.ModelConfig.LayoutInputs;
import io.bytezip.engine.ModelConfig.Ngram;
import io.bytezip.engine.NgramHash;
import io.bytezip.modalities.BytesLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns windows into the index tensors of a training step. Immutable. */
public final class BatchBuilder {
  /** Targets with this value are left out of the loss. */
  public static final long IGNORED = -100;

  /** A window: its shard, and its first symbol there. */
  record Window(Shard shard, int start) {}

  private final ModelConfig config;
  private final InputTable table;
  private final int inputs;
  private final Map<String, ContextPacking> packings = new HashMap<>();

  /** Batches for this model. */
  public BatchBuilder(ModelConfig config) {
    this.config = config;
    table = new InputTable(config);
    int most = 0;
    for (LayoutInputs layout : config.layouts()) {
      most = Math.max(most, layout.contextSizes().size());
      packings.put(
          layout.id(),
          new ContextPacking(layout.contextSizes().stream().mapToInt(Integer::intValue).toArray()));
    }
    inputs = 1 + most;
  }

  /**
   * Columns of the input index matrix: the previous symbol, and the most context inputs that a
   * layout has.
   */
  public int inputs() {
    return inputs;
  }

  /**
   * One sequence of {@code length} symbols for each track, from its start; what lies beyond a
   * track's end is ignored in the loss.
   */
  public Batch build(List<Track> tracks, int length) {
    List<Window> windows = new ArrayList<>();
    for (Track track : tracks) {
      windows.add(new Window(Shard.of(List.of(track)), 0));
    }
    return build(windows, windows.size(), length);
  }

  /**
   * One window a sequence; further sequences, and what lies beyond a shard's end, are ignored in
   * the loss.
   */
  Batch build(List<Window> windows, int sequences, int length) {
    int tokens = sequences * length;
    int[] rows = new int[tokens * inputs];
    int[] grams = new int[tokens * config.ngrams().size()];
    long[] targets = new long[tokens];
    Arrays.fill(rows, table.emptyRow());
    Arrays.fill(targets, IGNORED);
    for (int s = 0; s < windows.size(); s++) {
      Shard shard = windows.get(s).shard();
      int end = Math.min(shard.symbols(), windows.get(s).start() + length);
      int n = s * length;
      // A window may hold the end of one track and the start of another.
      for (int at = windows.get(s).start(); at < end; ) {
        int track = shard.trackStart(at);
        int stop = Math.min(end, shard.trackEnd(track));
        int count = stop - at;
        symbols(shard, track, at, count, n, rows, targets);
        context(shard, track, at, count, rows, n * inputs + 1);
        for (int i = 0; i < config.ngrams().size(); i++) {
          ngrams(shard, track, at, count, config.ngrams().get(i), grams, i * tokens + n);
        }
        n += count;
        at = stop;
      }
    }
    return new Batch(rows, grams, targets);
  }

  /** Whether the model has inputs for the layouts of a part of the pack, of whatever version. */
  public boolean reads(Pack pack, Modality modality, Split split) {
    Set<String> layouts =
        config.layouts().stream().map(LayoutInputs::id).collect(Collectors.toSet());
    return pack.shards(modality, split).stream()
        .allMatch(shard -> layouts.contains(shard.layout()));
  }

  /**
   * Checks that the model reads what the shard holds.
   *
   * @throws TrainException if it doesn't
   */
  void require(ShardInfo shard) throws TrainException {
    for (LayoutInputs layout : config.layouts()) {
      if (layout.id().equals(shard.layout())) {
        boolean bytes = layout.id().equals(BytesLayout.ID);
        int planes = bytes ? 0 : packings.get(layout.id()).stride();
        boolean fits = planes == shard.planes() || layout.contextSizes().isEmpty();
        if (layout.version() == shard.version() && fits) {
          return;
        }
        throw new TrainException(
            "the model reads version %d of the layout \"%s\", the pack has version %d"
                .formatted(layout.version(), layout.id(), shard.version()));
      }
    }
    throw new TrainException(
        "the pack has %s in the layout \"%s\", which the model does not read"
            .formatted(shard.modality(), shard.layout()));
  }

  private void symbols(
      Shard shard, int track, int start, int count, int n, int[] rows, long[] targets) {
    byte[] bytes = shard.bytes();
    int offset = shard.offset() + start;
    for (int t = 0; t < count; t++) {
      targets[n + t] = bytes[offset + t] & 255;
      rows[(n + t) * inputs] = symbol(shard, track, start + t - 1);
    }
  }

  private static int symbol(Shard shard, int track, int at) {
    return at < track ? InputTable.NONE : shard.bytes()[shard.offset() + at] & 255;
  }

  private void context(Shard shard, int track, int start, int count, int[] target, int offset) {
    int first = table.layoutRow(shard.layout());
    ContextPacking packing = packings.get(shard.layout());
    if (shard.layout().equals(BytesLayout.ID)) {
      for (int i = 0; i < packing.inputs(); i++) {
        for (int t = 0; t < count; t++) {
          target[offset + t * inputs + i] =
              first + i * 257 + symbol(shard, track, start + t - 2 - i);
        }
      }
    } else {
      packing.rows(
          shard.bytes(),
          shard.offset() + shard.symbols(),
          shard.symbols(),
          start,
          count,
          first,
          target,
          offset,
          inputs);
    }
  }

  private static void ngrams(
      Shard shard, int track, int start, int count, Ngram ngram, int[] target, int offset) {
    for (int t = 0; t < count; t++) {
      long hash = 0;
      for (int i = start + t - ngram.order(); i < start + t; i++) {
        hash = NgramHash.add(hash, symbol(shard, track, i));
      }
      target[offset + t] = NgramHash.row(hash, ngram.rows());
    }
  }
}
