package io.bytezip.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** Talks to the person, one line a matter, and remembers the worst. */
final class Reporter {
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private final Host host;
  private final boolean quiet;
  private ExitCode worst = ExitCode.DONE;

  Reporter(Host host, boolean quiet) {
    this.host = host;
    this.quiet = quiet;
  }

  ExitCode worst() {
    return worst;
  }

  /** Something was left out or odd. */
  void warn(String file, String message) {
    worst = worst.worse(ExitCode.WARNING);
    note(file, message);
  }

  /** Something worth a line, unless -q. */
  void note(String file, String message) {
    if (!quiet) {
      line(file, message);
    }
  }

  void fail(String file, Throwable thrown) {
    fail(file, Failure.of(thrown));
    if (host.environment().containsKey("BYTEZIP_DEBUG")) {
      thrown.printStackTrace(host.err());
    }
  }

  void fail(String file, Failure failure) {
    worst = worst.worse(failure.code());
    if (!failure.message().isEmpty()) {
      line(file, failure.message());
    }
  }

  /** Standard output for much text, buffered: what is not flushed is not printed. */
  Writer out() {
    return new BufferedWriter(new OutputStreamWriter(host.out(), StandardCharsets.UTF_8));
  }

  /** To standard output; throws where that fails. */
  void print(String text) throws IOException {
    host.out().write(text.getBytes(StandardCharsets.UTF_8));
    host.out().flush();
  }

  private void line(String file, String message) {
    host.err().println("bytezip: " + harmless((file.isEmpty() ? "" : file + ": ") + message));
    host.err().flush();
  }

  /** To standard output, line by line, whatever files say of themselves in it. */
  void printHarmless(String text) throws IOException {
    StringBuilder lines = new StringBuilder();
    text.lines().forEach(line -> lines.append(harmless(line)).append('\n'));
    print(lines.toString());
  }

  /** A line that may hold what files say of themselves, which must not move the cursor. */
  static String harmless(String line) {
    return CONTROL.matcher(line).replaceAll("?");
  }

  /** For people: 1,234,567. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** For people: 12 B/s, 3.4 kB/s, 5.6 MB/s. */
  static String rate(double bytesPerSecond) {
    if (bytesPerSecond < 1e3) {
      return String.format(Locale.ROOT, "%.0f B/s", bytesPerSecond);
    }
    return bytesPerSecond < 1e6
        ? String.format(Locale.ROOT, "%.1f kB/s", bytesPerSecond / 1e3)
        : String.format(Locale.ROOT, "%.1f MB/s", bytesPerSecond / 1e6);
  }
}
