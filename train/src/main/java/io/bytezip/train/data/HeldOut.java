package io.bytezip.train.data;

import io.bytezip.train.data.BatchBuilder.Window;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Batches to measure a model on: the same for every run, spread evenly over the split. */
public final class HeldOut {
  private HeldOut() {}

  /**
   * Windows that follow one another in each shard, every k-th of them.
   *
   * @param sequences windows of a batch; the last batch may have fewer, the rest of it is ignored
   * @param length symbols of a window; one that ends its shard early is filled up with ignored
   *     targets
   * @param symbols how many to read, about
   * @return no batches if the split has nothing of the kind
   */
  public static List<Batch> of(
      Pack pack,
      Modality modality,
      Split split,
      int sequences,
      int length,
      long symbols,
      BatchBuilder builder)
      throws IOException, TrainException {
    List<ShardInfo> shards = pack.shards(modality, split);
    long all = 0;
    for (ShardInfo shard : shards) {
      builder.require(shard);
      all += windows(shard, length);
    }
    long wanted = Math.min(all, Math.max(1, Math.ceilDiv(symbols, length)));
    List<Batch> batches = new ArrayList<>();
    List<Window> windows = new ArrayList<>();
    long before = 0;
    long taken = 0;
    for (ShardInfo info : shards) {
      long end = before + windows(info, length);
      Shard shard = null;
      for (; taken < wanted && taken * all / wanted < end; taken++) {
        if (shard == null) {
          shard = pack.read(info);
        }
        windows.add(new Window(shard, (int) (taken * all / wanted - before) * length));
        if (windows.size() == sequences) {
          batches.add(builder.build(windows, sequences, length));
          windows.clear();
        }
      }
      before = end;
    }
    if (!windows.isEmpty()) {
      batches.add(builder.build(windows, sequences, length));
    }
    return batches;
  }

  private static int windows(ShardInfo shard, int length) {
    return Math.max(1, shard.symbols() / length);
  }
}
