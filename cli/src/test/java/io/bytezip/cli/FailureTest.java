package io.bytezip.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.codec.CorruptArchiveException;
import io.bytezip.codec.ModelId;
import io.bytezip.codec.UnknownModelException;
import io.bytezip.codec.UnsupportedFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

/** Every exception becomes one line and a code. */
class FailureTest {
  @Test
  void eachKindHasItsCode() {
    assertEquals(ExitCode.CORRUPT, Failure.of(new CorruptArchiveException("x")).code());
    assertEquals(
        ExitCode.UNKNOWN_MODEL, Failure.of(new UnknownModelException(new ModelId(7))).code());
    assertEquals(
        ExitCode.UNSUPPORTED_FORMAT, Failure.of(UnsupportedFormatException.newer("x")).code());
    assertEquals(ExitCode.ERROR, Failure.of(new IOException("x")).code());
    assertEquals(
        ExitCode.CORRUPT,
        Failure.of(new UncheckedIOException(new CorruptArchiveException("x"))).code());
  }

  @Test
  void messagesAreOneLine() {
    assertEquals("one", Failure.of(new IOException("one\ntwo")).message());
    assertEquals("IOException", Failure.of(new IOException()).message());
    assertEquals("permission denied: f", Failure.of(new AccessDeniedException("f")).message());
    assertEquals(
        "Read-only file system",
        Failure.of(new FileSystemException("f", null, "Read-only file system")).message());
    assertTrue(Failure.of(new OutOfMemoryError()).message().startsWith("out of memory"));
    assertTrue(
        Failure.of(new IllegalStateException("odd")).message().startsWith("internal error: "));
  }

  @Test
  void theWorstCodeWins() {
    assertEquals(ExitCode.ERROR, ExitCode.WARNING.worse(ExitCode.ERROR));
    assertEquals(ExitCode.ERROR, ExitCode.ERROR.worse(ExitCode.WARNING));
    assertEquals(ExitCode.CORRUPT, ExitCode.CORRUPT.worse(ExitCode.ERROR));
  }
}
