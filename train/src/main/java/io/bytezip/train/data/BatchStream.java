package io.bytezip.train.data;

import io.bytezip.train.data.BatchBuilder.Window;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The batches of a run, made a few ahead on a thread of their own. The batch of a step depends on
 * pack, order and step alone.
 *
 * <p>Of every modality the shards of one pool are in memory at a time, at most.
 */
public final class BatchStream implements AutoCloseable {
  private static final int AHEAD = 4;

  /** What the thread hands over: a batch, or why there is none. */
  private sealed interface Result {
    record Made(Batch batch) implements Result {}

    record Failed(Throwable cause) implements Result {}
  }

  private final BatchBuilder builder;
  private final Order order;
  private final Map<Modality, Source> sources = new EnumMap<>(Modality.class);
  private final BlockingQueue<Result> queue = new ArrayBlockingQueue<>(AHEAD);
  private final Thread thread;
  private Result.Failed failed;

  /**
   * Starts the thread.
   *
   * @param firstStep the step whose batch comes first, from 0
   * @throws TrainException if the pack lacks a kind of data that has a weight, or the model doesn't
   *     read a layout
   */
  public BatchStream(Pack pack, Order order, BatchBuilder builder, long firstStep)
      throws TrainException {
    this.builder = builder;
    this.order = order;
    for (Modality modality : Modality.values()) {
      if (order.weight(modality) > 0) {
        List<ShardInfo> shards = pack.shards(modality, Split.TRAIN);
        if (shards.isEmpty()) {
          throw new TrainException(pack.folder() + " has no " + modality + " to train on");
        }
        for (ShardInfo shard : shards) {
          builder.require(shard);
        }
        sources.put(modality, new Source(pack, shards, order));
      }
    }
    if (sources.isEmpty()) {
      throw new TrainException("no kind of data has a weight above 0");
    }
    Turns turns = new Turns(order, firstStep * order.sequences());
    thread = new Thread(() -> work(turns), "batches");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * The batch of the next step.
   *
   * @throws IOException if a shard can't be read, with one line
   */
  public Batch next() throws IOException {
    if (failed == null) {
      try {
        Result result = queue.take();
        if (result instanceof Result.Made made) {
          return made.batch();
        }
        failed = (Result.Failed) result;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
    }
    Throwable cause = failed.cause();
    boolean told = cause instanceof IOException || cause instanceof TrainException;
    throw new IOException(told ? cause.getMessage() : cause.toString(), cause);
  }

  private void work(Turns turns) {
    try {
      while (true) {
        queue.put(new Result.Made(batch(turns)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | TrainException | RuntimeException | Error e) {
      // Whatever it is, next() must not wait for ever.
      fail(e);
    }
  }

  private void fail(Throwable cause) {
    try {
      queue.put(new Result.Failed(cause));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Batch batch(Turns turns) throws IOException, TrainException {
    List<Window> windows = new ArrayList<>();
    for (int i = 0; i < order.sequences(); i++) {
      Modality modality = turns.next();
      windows.add(sources.get(modality).window(turns.count(modality) - 1));
    }
    return builder.build(windows, order.sequences(), order.length());
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Whose turn it is: sequence g has the kind with the largest {@code weight * (g + 1) / sum -
   * count}, where count is how often it has had its turn; the first of equals.
   */
  static final class Turns {
    private final Modality[] kinds = Modality.values();
    private final double[] weights = new double[kinds.length];
    private final long[] counts = new long[kinds.length];
    private final double sum;
    private long turn;

    /** The turns from sequence {@code first} on. */
    Turns(Order order, long first) {
      double all = 0;
      for (int i = 0; i < kinds.length; i++) {
        weights[i] = order.weight(kinds[i]);
        all += weights[i];
      }
      sum = all;
      while (turn < first) {
        next();
      }
    }

    Modality next() {
      turn++;
      int best = -1;
      double most = 0;
      for (int i = 0; i < kinds.length; i++) {
        double lack = weights[i] * turn / sum - counts[i];
        if (weights[i] > 0 && (best < 0 || lack > most)) {
          best = i;
          most = lack;
        }
      }
      counts[best]++;
      return kinds[best];
    }

    /** How often it was this kind's turn so far. */
    long count(Modality modality) {
      return counts[modality.ordinal()];
    }
  }

  /** The windows of one modality; keeps the shards of the pool that the order is in. */
  private static final class Source {
    private final Pack pack;
    private final List<ShardInfo> shards;
    private final WindowOrder windows;
    private final Map<Integer, Shard> loaded = new HashMap<>();

    Source(Pack pack, List<ShardInfo> shards, Order order) {
      this.pack = pack;
      this.shards = shards;
      windows =
          new WindowOrder(
              order.seed(), order.length(), shards.stream().mapToInt(ShardInfo::symbols).toArray());
    }

    Window window(long n) throws IOException, TrainException {
      WindowOrder.Place place = windows.place(n);
      Shard shard = loaded.get(place.shard());
      if (shard == null) {
        loaded.keySet().retainAll(windows.pool());
        shard = pack.read(shards.get(place.shard()));
        loaded.put(place.shard(), shard);
      }
      return new Window(shard, place.start());
    }
  }
}
