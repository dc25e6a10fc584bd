package io.bytezip.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** One command line run in this process, with streams of its own. */
final class Run {
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private InputStream in = InputStream.nullInputStream();
  private OutputStream out = kept;
  private Host.Terminals terminals = Host.Terminals.NONE;
  private Map<String, String> environment = Map.of("XDG_DATA_HOME", "/nonexistent");

  static Run with() {
    return new Run();
  }

  Run input(byte[] content) {
    in = new ByteArrayInputStream(content);
    return this;
  }

  Run input(InputStream content) {
    in = content;
    return this;
  }

  Run output(OutputStream target) {
    out = target;
    return this;
  }

  Run terminals(boolean in, boolean out, boolean err) {
    terminals = new Host.Terminals(in, out, err, 80);
    return this;
  }

  Run environment(String name, String value) {
    environment = new HashMap<>(Map.of("XDG_DATA_HOME", "/nonexistent"));
    environment.put(name, value);
    return this;
  }

  Result run(Object... arguments) {
    TemporaryFiles temporaries = new TemporaryFiles();
    String[] texts = new String[arguments.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = arguments[i].toString();
    }
    PrintStream messages = new PrintStream(err, true, StandardCharsets.UTF_8);
    ExitCode code =
        Main.run(new Host(in, out, messages, terminals, environment, temporaries), texts);
    return new Result(
        code, kept.toByteArray(), new String(err.toByteArray(), StandardCharsets.UTF_8));
  }

  /**
   * @param out standard output
   * @param err standard error
   */
  record Result(ExitCode code, byte[] out, String err) {
    String text() {
      return new String(out, StandardCharsets.UTF_8);
    }
  }
}
