package io.bytezip.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Predicts groups of lanes while others are coded. The calling thread codes, group after group,
 * step after step; the other threads, and the calling one where it would have to wait, take
 * predictions in the same order, each as soon as
 *
 * <ul>
 *   <li>the group's byte of the step before is coded, and
 *   <li>all groups have accepted what was coded two steps before: a lane may read that (see {@code
 *       LiveSegment}).
 * </ul>
 *
 * <p>So each group's work is done in one order by one thread at a time, whatever the threads do,
 * and the result cannot depend on them.
 */
final class LanePipeline implements AutoCloseable {
  /** One group of lanes. Calls come in the order accept, predict, (coding,) accept, predict... */
  interface Stage {
    /** Accepts what was coded last; nothing before the first step. */
    void accept();

    /**
     * Predicts a step.
     *
     * @param step from 0
     */
    void predict(int step);
  }

  /** Looks at a condition before a thread goes to sleep: some 20 microseconds. */
  private static final int SPINS = 500;

  private final Stage[] stages;
  private final long tasks;
  private final List<Thread> threads = new ArrayList<>();

  /** Predictions are numbered step times groups + group; so many have been taken by a thread. */
  private final AtomicLong taken = new AtomicLong();

  /** How many steps a group has accepted. */
  private final AtomicIntegerArray accepted;

  /** How many steps a group has predicted. */
  private final AtomicIntegerArray predicted;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition change = lock.newCondition();
  private final AtomicInteger sleepers = new AtomicInteger();

  /** How many turns (step times groups + group) are coded. */
  private volatile long coded;

  private volatile Throwable failure;
  private volatile boolean closed;

  /**
   * Starts the threads.
   *
   * @param steps how many steps are coded
   * @param count how many threads, the calling one included
   */
  LanePipeline(Stage[] stages, int steps, int count) {
    this.stages = stages;
    // After the last step every group still accepts it.
    this.tasks = (steps + 1L) * stages.length;
    this.accepted = new AtomicIntegerArray(stages.length);
    this.predicted = new AtomicIntegerArray(stages.length);
    try {
      for (int i = 1; i < count; i++) {
        threads.add(Thread.ofPlatform().name("bytezip-lanes-" + i).daemon().start(this::work));
      }
    } catch (RuntimeException | Error e) {
      // There may be no more threads to be had; those that there are would wait for ever.
      close();
      throw e;
    }
  }

  /**
   * Returns when the group whose turn it is to be coded is predicted; predicts others meanwhile.
   */
  void awaitPrediction() {
    int group = (int) (coded % stages.length);
    int step = (int) (coded / stages.length);
    await(() -> predicted.get(group) > step);
  }

  /** The group whose turn it was is coded. */
  void coded() {
    // Written by one thread only.
    long next = coded + 1;
    coded = next;
    wake();
  }

  /** Returns when everything is accepted. */
  void awaitEnd() {
    int steps = (int) (tasks / stages.length);
    for (int i = 0; i < stages.length; i++) {
      int group = i;
      await(() -> predicted.get(group) == steps);
    }
  }

  private void await(Check done) {
    while (!done.holds()) {
      rethrow();
      if (!take()) {
        pause(() -> done.holds() || ready(taken.get()));
      }
    }
  }

  private void rethrow() {
    switch (failure) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
  }

  private void work() {
    try {
      while (!stopped() && taken.get() < tasks) {
        if (!take()) {
          pause(() -> ready(taken.get()) || taken.get() >= tasks);
        }
      }
    } catch (RuntimeException | Error e) {
      failure = e;
      wake();
    }
  }

  private boolean stopped() {
    return closed || failure != null;
  }

  /** Takes the next prediction, if it is ready, and makes it. */
  private boolean take() {
    long task = taken.get();
    if (!ready(task) || !taken.compareAndSet(task, task + 1)) {
      return false;
    }
    int group = (int) (task % stages.length);
    int step = (int) (task / stages.length);
    Stage stage = stages[group];
    stage.accept();
    accepted.set(group, step);
    wake();
    stage.predict(step);
    predicted.set(group, step + 1);
    wake();
    return true;
  }

  /** Once this holds it goes on to hold until the task is taken. */
  private boolean ready(long task) {
    int step = (int) (task / stages.length);
    if (task >= tasks || coded <= task - stages.length) {
      return false;
    }
    for (int i = 0; i < stages.length; i++) {
      if (accepted.get(i) < step - 1) {
        return false;
      }
    }
    return true;
  }

  @FunctionalInterface
  private interface Check {
    boolean holds();
  }

  /** Returns when the check holds or the work is stopped. */
  private void pause(Check check) {
    for (int i = 0; i < SPINS; i++) {
      if (check.holds() || stopped()) {
        return;
      }
      Thread.onSpinWait();
    }
    lock.lock();
    try {
      sleepers.incrementAndGet();
      // Whoever changes something looks for sleepers afterwards, so nothing is missed.
      while (!check.holds() && !stopped()) {
        change.awaitUninterruptibly();
      }
      sleepers.decrementAndGet();
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    if (sleepers.get() == 0) {
      return;
    }
    lock.lock();
    try {
      change.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    closed = true;
    wake();
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
