package io.bytezip.cli;

import io.bytezip.codec.BytezipException;
import io.bytezip.codec.CorruptArchiveException;
import io.bytezip.codec.UnknownModelException;
import io.bytezip.codec.UnsupportedFormatException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;

/**
 * What a person is told about an exception, in one line, and the exit code that goes with it.
 *
 * @param code never {@link ExitCode#DONE}
 * @param message one line; empty when nothing should be said (the reader of our pipe went away)
 */
record Failure(ExitCode code, String message) {

  static Failure of(Throwable thrown) {
    return switch (thrown) {
      case UncheckedIOException e when e.getCause() != null -> of(e.getCause());
      case BytezipException e -> new Failure(codeOf(e), line(e));
      case NoSuchFileException _, FileNotFoundException _ -> error("no such file or folder");
      case AccessDeniedException e -> error("permission denied: " + e.getFile());
      case FileAlreadyExistsException e -> error(e.getFile() + " exists already; -f overwrites it");
      case FileSystemException e when e.getReason() != null -> error(e.getReason());
      case IOException e when "Broken pipe".equals(e.getMessage()) -> error("");
      case IOException e -> error(line(e));
      case InvalidPathException e -> error("not a file name: " + e.getReason());
      case OutOfMemoryError _ ->
          error("out of memory; BYTEZIP_JAVA_OPTS=-Xmx4g in the environment gives it more");
      default ->
          error("internal error: " + thrown + " (BYTEZIP_DEBUG=1 in the environment shows where)");
    };
  }

  private static ExitCode codeOf(BytezipException e) {
    return switch (e) {
      case CorruptArchiveException _ -> ExitCode.CORRUPT;
      case UnknownModelException _ -> ExitCode.UNKNOWN_MODEL;
      case UnsupportedFormatException _ -> ExitCode.UNSUPPORTED_FORMAT;
    };
  }

  private static Failure error(String message) {
    return new Failure(ExitCode.ERROR, message);
  }

  private static String line(Exception e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse("");
  }
}
