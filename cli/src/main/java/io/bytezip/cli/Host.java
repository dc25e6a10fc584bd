package io.bytezip.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The process's surroundings, so that tests can bring their own.
 *
 * @param in standard input
 * @param out standard output, unbuffered; unlike {@link System#out} it reports errors
 * @param err standard error
 * @param terminals which of them are terminals
 * @param environment the environment variables
 * @param temporaries the files to delete when the process is stopped
 */
record Host(
    InputStream in,
    OutputStream out,
    PrintStream err,
    Terminals terminals,
    Map<String, String> environment,
    TemporaryFiles temporaries) {

  /**
   * Which of the standard streams are terminals.
   *
   * @param columns width of the terminal in characters
   */
  record Terminals(boolean in, boolean out, boolean err, int columns) {
    static final Terminals NONE = new Terminals(false, false, false, 80);
  }

  /** The real ones. */
  static Host system(TemporaryFiles temporaries) {
    Charset charset = Charset.forName(System.getProperty("stderr.encoding", "UTF-8"));
    return new Host(
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(FileDescriptor.out),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, charset),
        new Terminals(isTerminal(0), isTerminal(1), isTerminal(2), columns()),
        System.getenv(),
        temporaries);
  }

  /** The launcher knows; without it, Linux names terminals in /proc. */
  private static boolean isTerminal(int descriptor) {
    String known = System.getProperty("bytezip.terminals");
    if (known != null) {
      return known.indexOf('0' + descriptor) >= 0;
    }
    try {
      Path target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
      return target.startsWith("/dev/pts") || target.toString().startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static int columns() {
    Integer columns = Integer.getInteger("bytezip.columns");
    return columns == null || columns < 20 ? 80 : columns;
  }
}
