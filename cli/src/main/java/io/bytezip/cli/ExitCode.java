package io.bytezip.cli;

/**
 * What the process says at its end; of several files the worst counts. Ordered from good to bad.
 */
enum ExitCode {
  /** Everything was done. */
  DONE(0),
  /** Something was left out with a word, as gzip does. */
  WARNING(2),
  /** Something failed: no such file, no space, no permission, not overwritten. */
  ERROR(1),
  /** The archive is sound, but of a format that this version does not read. */
  UNSUPPORTED_FORMAT(5),
  /** The archive needs a model that is not there. */
  UNKNOWN_MODEL(4),
  /** The archive is damaged, or no archive. */
  CORRUPT(3),
  /** The command line makes no sense; nothing was done. */
  USAGE(64);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  ExitCode worse(ExitCode other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
