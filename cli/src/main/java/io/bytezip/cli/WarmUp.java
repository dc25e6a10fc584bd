package io.bytezip.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * A short run over the way of plain compression; the launcher records it for the JVM's
 * ahead-of-time cache, which then knows the classes and the hot methods.
 */
final class WarmUp {
  private static final int WIDTH = 32;
  private static final int HEIGHT = 24;

  private WarmUp() {}

  public static void main(String[] arguments) {
    TemporaryFiles temporaries = new TemporaryFiles();
    Host.system(temporaries);
    roundTrip(
        "A short text, twice. A short text, twice.\n".repeat(20).getBytes(StandardCharsets.UTF_8));
    roundTrip(picture());
    System.exit(0);
  }

  private static byte[] picture() {
    ByteArrayOutputStream picture = new ByteArrayOutputStream();
    picture.writeBytes(
        ("P6\n" + WIDTH + " " + HEIGHT + "\n255\n").getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < 3 * WIDTH * HEIGHT; i++) {
      picture.write(i * 7 % 64 + i / WIDTH);
    }
    return picture.toByteArray();
  }

  private static void roundTrip(byte[] content) {
    byte[] archive = run(content, "compress", "-c");
    byte[] decoded = run(archive, "decompress", "-c");
    if (!Arrays.equals(content, decoded)) {
      throw new IllegalStateException("the program does not work");
    }
  }

  private static byte[] run(byte[] input, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Host host =
        new Host(
            new ByteArrayInputStream(input),
            out,
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
            Host.Terminals.NONE,
            Map.of("XDG_DATA_HOME", "/nonexistent"),
            new TemporaryFiles());
    if (Main.run(host, arguments) != ExitCode.DONE) {
      throw new IllegalStateException("the program does not work");
    }
    return out.toByteArray();
  }
}
