package io.bytezip.train;

import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how far a run is: a bar on a terminal, elsewhere the lines of the log. */
final class ProgressDisplay implements AutoCloseable {
  private static final int PARTS = 1000;

  private final PrintStream err;
  private final ProgressBar bar;

  ProgressDisplay(PrintStream err) {
    this.err = err;
    // The launcher knows: it reads the streams' kinds before it puts pipes between.
    boolean terminal = System.getProperty("bytezip.terminals", "").contains("2");
    bar =
        terminal
            ? new ProgressBarBuilder()
                .setTaskName("train")
                .setInitialMax(PARTS)
                .setStyle(ProgressBarStyle.ASCII)
                .setMaxRenderedLength(Integer.getInteger("bytezip.columns", 80))
                .setConsumer(new ConsoleProgressBarConsumer(err))
                .build()
            : null;
  }

  void step(long symbols, double progress, double bits, double symbolsPerSecond) {
    if (bar != null) {
      bar.stepTo((long) (PARTS * progress));
      bar.setExtraMessage(
          String.format(
              Locale.ROOT,
              " %.1f MB, %.3f bits, %.1f kB/s",
              symbols / 1e6,
              bits,
              symbolsPerSecond / 1e3));
    }
  }

  void event(JsonObject event) {
    if (bar == null) {
      err.println(event);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
