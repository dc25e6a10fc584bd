package io.bytezip.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.codec.Progress;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The bar, and the word beforehand. */
class ProgressDisplayTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private long seconds;

  private ProgressDisplay display(boolean terminal, boolean quiet, long total) {
    Host host =
        new Host(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            new Host.Terminals(false, false, terminal, 80),
            Map.of(),
            new TemporaryFiles());
    return new ProgressDisplay(
        "file", total, quiet, host, new Reporter(host, quiet), () -> seconds * 1_000_000_000L);
  }

  private String shown() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void overTenMinutesIsToldOnceAndBeforehand() {
    try (ProgressDisplay display = display(false, false, 12_000_000)) {
      seconds = 2;
      display.progress(new Progress(10_000, 100, 0, 0));
      assertEquals("", shown());
      seconds = 6;
      display.progress(new Progress(50_000, 100, 0, 0));
      display.progress(new Progress(60_000, 100, 0, 0));
    }
    assertEquals("bytezip: file: will take about 20 minutes, at 10.0 kB/s\n", shown());
  }

  @Test
  void lessIsNotWorthALine() {
    try (ProgressDisplay display = display(false, false, 5_000_000)) {
      seconds = 1;
      display.progress(new Progress(10_000, 100, 0, 0));
      seconds = 5;
      display.progress(new Progress(50_000, 100, 0, 0));
    }
    assertEquals("", shown());
  }

  @Test
  void aSlowBeginningIsNoReasonToWorry() {
    try (ProgressDisplay display = display(false, false, 5_000_000)) {
      seconds = 20;
      display.progress(new Progress(300, 100, 0, 0));
      seconds = 30;
      display.progress(new Progress(5_000, 100, 0, 0));
      seconds = 34;
      display.progress(new Progress(405_000, 100, 0, 0));
    }
    assertEquals("", shown());
  }

  @Test
  void theBarIsForTerminalsAndForThoseWhoWantIt() {
    try (ProgressDisplay display = display(true, true, 5_000_000)) {
      seconds = 5;
      display.progress(new Progress(50_000, 100, 0, 0));
    }
    assertEquals("", shown());
    try (ProgressDisplay display = display(true, false, 5_000_000)) {
      seconds = 10;
      display.progress(new Progress(100_000, 100, 0, 0));
    }
    assertTrue(shown().startsWith("\rfile "), shown());
    assertTrue(shown().endsWith(" \r"), "the bar is taken away at the end");
  }

  @Test
  void durationsReadWell() {
    assertEquals("11 minutes", ProgressDisplay.duration(660));
    assertEquals("2.0 hours", ProgressDisplay.duration(7200));
    assertEquals("3.0 days", ProgressDisplay.duration(3 * 86400));
  }
}
