package io.bytezip.train;

import io.bytezip.engine.ModelConfig;
import io.bytezip.engine.ModelConfig.LayoutInputs;
import io.bytezip.engine.ModelConfig.Ngram;
import io.bytezip.engine.NgramHash;
import io.bytezip.modalities.BytesLayout;
import io.bytezip.train.Corpus.Place;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns windows of tracks into the index tensors of a training step. */
final class BatchBuilder {
  /** Targets with this value are left out of the loss. */
  static final long IGNORED = -100;

  private final ModelConfig config;
  private final FlatParameters flat;
  private final int inputs;
  private final Map<String, ContextPacking> packings = new HashMap<>();

  BatchBuilder(ModelConfig config, FlatParameters flat) {
    this.config = config;
    this.flat = flat;
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
  int inputs() {
    return inputs;
  }

  /**
   * One window a sequence, each of {@code length} symbols; what lies beyond a track's end is
   * ignored in the loss.
   */
  Batch build(List<Place> places, int length) {
    int tokens = places.size() * length;
    int[] rows = new int[tokens * inputs];
    int[] grams = new int[tokens * config.ngrams().size()];
    long[] targets = new long[tokens];
    Arrays.fill(rows, flat.emptyRow());
    Arrays.fill(targets, IGNORED);
    for (int s = 0; s < places.size(); s++) {
      Track track = places.get(s).track();
      int start = places.get(s).start();
      int count = Math.min(length, track.length() - start);
      for (int t = 0; t < count; t++) {
        int n = s * length + t;
        targets[n] = track.symbols()[start + t] & 255;
        rows[n * inputs] = symbol(track, start + t - 1);
        context(track, start + t, rows, n * inputs + 1);
      }
      for (int i = 0; i < config.ngrams().size(); i++) {
        ngrams(track, start, count, config.ngrams().get(i), grams, i * tokens + s * length);
      }
    }
    return new Batch(rows, grams, targets);
  }

  private static int symbol(Track track, int at) {
    return at < 0 ? FlatParameters.NONE : track.symbols()[at] & 255;
  }

  private void context(Track track, int at, int[] target, int offset) {
    int first = flat.layoutRow(track.layout());
    if (track.layout().equals(BytesLayout.ID)) {
      int taps = packings.get(BytesLayout.ID).stride() / 2;
      for (int i = 0; i < taps; i++) {
        target[offset + i] = first + i * 257 + symbol(track, at - 2 - i);
      }
    } else {
      ContextPacking packing = packings.get(track.layout());
      packing.rows(track.contexts(), at * packing.stride(), first, target, offset);
    }
  }

  private static void ngrams(
      Track track, int start, int count, Ngram ngram, int[] target, int offset) {
    for (int t = 0; t < count; t++) {
      long hash = 0;
      for (int i = start + t - ngram.order(); i < start + t; i++) {
        hash = NgramHash.add(hash, symbol(track, i));
      }
      target[offset + t] = NgramHash.row(hash, ngram.rows());
    }
  }
}
