package io.bytezip.codec;

import io.bytezip.codec.mix.ByteMixer;
import io.bytezip.modalities.Evidence;
import io.bytezip.modalities.Layout;
import io.bytezip.modalities.LiveLane;
import io.bytezip.modalities.LiveSegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Phaser;

/**
 * Takes the lanes of one segment through predict, code, accept, in lockstep; encoder and decoder
 * alike.
 *
 * <p>Groups of neighbouring lanes are predicted by a thread each; then this thread codes one byte
 * of every lane, in lane order. Nothing that is coded depends on the grouping.
 */
final class LaneCoder {
  /** A thread is not worth starting for fewer lanes. */
  private static final int MIN_GROUP = 4;

  private static final int START = 256;

  /** Asked after every step. */
  @FunctionalInterface
  interface Watch {
    /**
     * Whether to go on.
     *
     * @param coded symbols coded so far
     */
    boolean proceed(long coded);
  }

  private final boolean encoding;
  private final DecisionCoder coder;
  private final Watch watch;
  private final SymbolTree tree = new SymbolTree();
  private ByteMixer mixer;

  LaneCoder(DecisionCoder coder, Watch watch) {
    this.encoding = coder instanceof DecisionEncoder;
    this.coder = coder;
    this.watch = watch;
  }

  /**
   * Codes the segment; false if the watch stopped it.
   *
   * @param opener the transformer, or {@code null} without one
   * @param mixing whether models that learn from the segment take part
   */
  boolean code(
      Layout layout,
      LiveSegment segment,
      PredictorSource.Opener opener,
      boolean mixing,
      int threads)
      throws CorruptArchiveException {
    int lanes = segment.lanes();
    if (lanes == 0) {
      return true;
    }
    if (mixing) {
      int[] starts = new int[lanes];
      int length = 0;
      for (int i = 0; i < lanes; i++) {
        starts[i] = length;
        length += segment.lane(i).length();
      }
      mixer = new ByteMixer(layout.evidence(), starts, length, opener != null);
    }
    int count = Math.clamp(threads, 1, Math.max(1, lanes / MIN_GROUP));
    List<Group> groups = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) lanes * i / count);
      int to = (int) ((long) lanes * (i + 1) / count);
      groups.add(new Group(layout, segment, from, to, opener, mixing));
    }
    try (Workers workers = new Workers(groups)) {
      return run(groups, workers, segment.lane(0).length());
    }
  }

  private boolean run(List<Group> groups, Workers workers, int steps)
      throws CorruptArchiveException {
    long coded = 0;
    for (int step = 0; step < steps; step++) {
      workers.predict(step);
      for (Group group : groups) {
        coded += code(group);
      }
      if (!watch.proceed(coded)) {
        return false;
      }
    }
    workers.predict(steps);
    return true;
  }

  private int code(Group group) throws CorruptArchiveException {
    for (int i = 0; i < group.active; i++) {
      LiveLane lane = group.lanes[i];
      int rotation = lane.rotation();
      if (group.predictor != null) {
        tree.load(group.weights, i * 256, rotation);
      }
      int next = encoding ? lane.next() : 0;
      int coded = mixer == null ? tree.code(coder, next) : mixed(group, i, next);
      group.coded[i] = coded;
      group.previous[i] = (coded - rotation) & 0xFF;
    }
    return group.active;
  }

  private int mixed(Group group, int lane, int next) throws CorruptArchiveException {
    mixer.begin(
        group.from + lane, group.evidence[lane], group.predictor == null ? null : tree.sums());
    int coded = 0;
    for (int shift = 7; shift >= 0; shift--) {
      int zero =
          Math.clamp(
              (int) ((1 - mixer.one()) * (1 << DecisionCoder.PROBABILITY_BITS)),
              DecisionCoder.PROBABILITY_MIN,
              (1 << DecisionCoder.PROBABILITY_BITS) - DecisionCoder.PROBABILITY_MIN);
      int bit = coder.code((next >>> shift) & 1, zero);
      mixer.learn(bit);
      coded = coded << 1 | bit;
    }
    return coded;
  }

  /** Neighbouring lanes that one thread predicts. */
  private static final class Group {
    private final int from;
    private final LiveLane[] lanes;
    private final Evidence[] evidence;
    private final Predictor predictor;
    private final int contextInputs;
    private final int[] previous;
    private final int[] context;
    private final float[] weights;
    private final int[] coded;
    private int active;

    Group(
        Layout layout,
        LiveSegment segment,
        int from,
        int to,
        PredictorSource.Opener opener,
        boolean mixing) {
      int count = to - from;
      this.from = from;
      lanes = new LiveLane[count];
      evidence = mixing ? new Evidence[count] : null;
      for (int i = 0; i < count; i++) {
        lanes[i] = segment.lane(from + i);
        if (mixing) {
          evidence[i] = new Evidence(layout.evidence());
        }
      }
      contextInputs = layout.contextSizes().length;
      previous = new int[count];
      Arrays.fill(previous, START);
      context = new int[count * contextInputs];
      weights = new float[count * 256];
      coded = new int[count];
      predictor = opener == null ? null : opener.open(layout, count);
    }

    /** Accepts what the step before coded, and predicts this one. */
    void predict(int step) {
      for (int i = 0; i < active; i++) {
        lanes[i].accept(coded[i]);
      }
      if (step == 0) {
        active = lanes.length;
      }
      while (active > 0 && lanes[active - 1].length() <= step) {
        active--;
      }
      if (active == 0) {
        return;
      }
      for (int i = 0; i < active; i++) {
        lanes[i].context(context, i * contextInputs);
        if (evidence != null) {
          lanes[i].evidence(evidence[i]);
        }
      }
      if (predictor != null) {
        predictor.step(active, previous, context, weights);
      }
    }
  }

  /**
   * One thread for every group but the first, which the caller's thread takes; they meet twice a
   * step.
   */
  private static final class Workers implements AutoCloseable {
    private final List<Group> groups;
    private final Phaser phaser;
    private final List<Thread> threads = new ArrayList<>();
    private final Throwable[] failures;
    private int step;

    Workers(List<Group> groups) {
      this.groups = groups;
      this.failures = new Throwable[groups.size()];
      this.phaser = new Phaser(groups.size());
      for (int i = 1; i < groups.size(); i++) {
        int index = i;
        threads.add(
            Thread.ofPlatform().name("bytezip-lanes-" + i).daemon().start(() -> work(index)));
      }
    }

    void predict(int step) {
      this.step = step;
      meet();
      groups.getFirst().predict(step);
      meet();
      for (Throwable failure : failures) {
        switch (failure) {
          case null -> {}
          case RuntimeException e -> throw e;
          case Error e -> throw e;
          default -> throw new IllegalStateException(failure);
        }
      }
    }

    private void work(int index) {
      while (meet()) {
        try {
          groups.get(index).predict(step);
        } catch (RuntimeException | Error e) {
          failures[index] = e;
        }
        meet();
      }
    }

    /** False when the work is over. */
    private boolean meet() {
      return phaser.arriveAndAwaitAdvance() >= 0;
    }

    @Override
    public void close() {
      phaser.forceTermination();
      boolean interrupted = false;
      for (Thread thread : threads) {
        while (thread.isAlive()) {
          try {
            thread.join();
          } catch (InterruptedException e) {
            interrupted = true;
          }
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
