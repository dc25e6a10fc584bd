package io.bytezip.cli;

import io.bytezip.codec.Progress;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A bar with throughput and remaining time, on a terminal only, once a file takes longer than a
 * second; and a line beforehand where the whole will take more than ten minutes.
 */
final class ProgressDisplay implements Progress.Listener, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final long BAR_AFTER_NANOS = 1_000_000_000L;

  /** Before this, a program that is cold looks at the file and tries models on samples of it. */
  private static final long ESTIMATE_AFTER_BYTES = 4096;

  /** A rate is measured from there on, and for so long. */
  private static final long ESTIMATE_AFTER_NANOS = 3_000_000_000L;

  private final String file;
  private final long total;
  private final Host host;
  private final Reporter reporter;
  private final boolean bar;
  private final LongSupplier clock;
  private final long start;
  private boolean estimated;
  private long firstDone;
  private long firstElapsed;
  private ProgressBar shown;

  /**
   * @param total bytes of the original, or -1 if that is unknown
   */
  ProgressDisplay(String file, long total, boolean quiet, Host host, Reporter reporter) {
    this(file, total, quiet, host, reporter, System::nanoTime);
  }

  /**
   * @param clock nanoseconds since whenever
   */
  ProgressDisplay(
      String file, long total, boolean quiet, Host host, Reporter reporter, LongSupplier clock) {
    this.clock = clock;
    this.start = clock.getAsLong();
    this.file = file;
    this.total = total;
    this.host = host;
    this.reporter = reporter;
    this.bar = host.terminals().err() && !quiet;
  }

  @Override
  public void progress(Progress progress) {
    long elapsed = clock.getAsLong() - start;
    long done = progress.original();
    if (firstDone == 0 && done > ESTIMATE_AFTER_BYTES) {
      firstDone = done;
      firstElapsed = elapsed;
    }
    if (!estimated
        && firstDone > 0
        && done > firstDone
        && elapsed - firstElapsed > ESTIMATE_AFTER_NANOS
        && total > done) {
      estimated = true;
      estimate(done, elapsed);
    }
    if (bar && elapsed > BAR_AFTER_NANOS) {
      if (shown == null) {
        shown = open();
      }
      shown.stepTo(done);
    }
  }

  private void estimate(long done, long elapsed) {
    double rate = (done - firstDone) * 1e9 / (elapsed - firstElapsed);
    double seconds = (total - done) / rate;
    if (seconds > PATIENCE.toSeconds()) {
      clear();
      reporter.note(file, "will take about " + duration(seconds) + ", at " + Reporter.rate(rate));
    }
  }

  private ProgressBar open() {
    int width = host.terminals().columns() - 1;
    return new ProgressBarBuilder()
        .setTaskName(file.length() > width / 3 ? file.substring(0, width / 3) : file)
        .setInitialMax(total)
        .setUnit("kB", 1000)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(250)
        .showSpeed()
        .setConsumer(new DelegatingProgressBarConsumer(this::draw, width))
        .build();
  }

  private void draw(String line) {
    host.err().print("\r" + line);
    host.err().flush();
  }

  @Override
  public void close() {
    if (shown != null) {
      shown.close();
      clear();
    }
  }

  /** Makes room for a line where the bar may be. */
  private void clear() {
    if (shown != null) {
      draw(" ".repeat(host.terminals().columns() - 1) + "\r");
    }
  }

  static String duration(double seconds) {
    if (seconds < 5400) {
      return Math.round(seconds / 60) + " minutes";
    }
    return seconds < 172800
        ? String.format(Locale.ROOT, "%.1f hours", seconds / 3600)
        : String.format(Locale.ROOT, "%.1f days", seconds / 86400);
  }
}
