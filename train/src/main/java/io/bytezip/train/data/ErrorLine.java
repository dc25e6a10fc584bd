package io.bytezip.train.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What a person is told of an error, in one line. */
public final class ErrorLine {
  private ErrorLine() {}

  /** Whether the line says all; otherwise it is a bug, whose stack trace is wanted. */
  public static boolean isEnough(Exception exception) {
    return exception instanceof TrainException
        || exception instanceof IOException
        || exception instanceof UncheckedIOException
        || exception instanceof InvalidPathException;
  }

  /** Says what is wrong, also where the exception's message is a path alone. */
  public static String of(Exception exception) {
    String message = exception.getMessage();
    if (message == null || message.isBlank()) {
      return exception.toString();
    }
    return switch (exception) {
      case UncheckedIOException e when e.getCause() != null -> of(e.getCause());
      case NoSuchFileException _ -> "no such file or folder: " + message;
      case AccessDeniedException _ -> "permission denied: " + message;
      case NotDirectoryException _ -> "not a folder: " + message;
      case FileAlreadyExistsException _ -> "exists already, and is no folder: " + message;
      default -> message.strip().lines().findFirst().orElseThrow();
    };
  }
}
