package io.bytezip.cli;

import io.bytezip.eval.Evaluation;
import java.io.PrintStream;

/**
 * Tells on a terminal which file is at hand, in one line that the next one overwrites.
 *
 * @param quiet whether it says nothing
 */
record FileNotice(Host host, boolean quiet) implements Evaluation.Listener {
  @Override
  public void file(int done, int total, String path) {
    if (host.terminals().err() && !quiet) {
      line((done + 1) + "/" + total + " " + Reporter.harmless(path));
    }
  }

  /** Wipes the line, before something else is printed. */
  void clear() {
    if (host.terminals().err() && !quiet) {
      line("");
    }
  }

  private void line(String text) {
    PrintStream err = host.err();
    int width = host.terminals().columns() - 1;
    err.print("\r" + String.format("%-" + width + "." + width + "s", text) + "\r");
    err.flush();
  }
}
