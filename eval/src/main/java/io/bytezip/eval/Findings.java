package io.bytezip.eval;

import java.io.IOException;
import java.util.List;

/** What a measurement found, for people and for programs. */
public sealed interface Findings permits ContextReport, TransferReport {
  /** Prints tables, in lines that end with a newline, and the problems. */
  void print(Appendable out) throws IOException;

  /** Prints one JSON object. */
  void printJson(Appendable out) throws IOException;

  /** Files that were left out. */
  List<Report.Problem> problems();
}
