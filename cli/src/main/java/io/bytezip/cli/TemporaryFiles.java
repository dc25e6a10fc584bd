package io.bytezip.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The files that must not outlive the process. {@link #deleteAll} runs in a shutdown hook, so
 * Ctrl-C leaves nothing behind. Safe for use by several threads.
 */
final class TemporaryFiles {
  private final Set<Path> files = new HashSet<>();
  private boolean closed;

  /** Makes a file; none is made once the process is ending. */
  synchronized void create(Path file, Creation creation) throws IOException {
    if (closed) {
      throw new IOException("interrupted");
    }
    creation.create(file);
    files.add(file);
  }

  /** Renames it to its final name; afterwards it is an ordinary file. */
  synchronized void publish(Path file, Creation move) throws IOException {
    if (closed) {
      throw new IOException("interrupted");
    }
    move.create(file);
    files.remove(file);
  }

  synchronized void delete(Path file) {
    if (files.remove(file)) {
      deleteQuietly(file);
    }
  }

  synchronized void deleteAll() {
    closed = true;
    files.forEach(TemporaryFiles::deleteQuietly);
    files.clear();
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // Nothing is left to be told: the file is in a folder that went away or became read-only.
    }
  }

  /** What is done to a path under the lock. */
  interface Creation {
    void create(Path file) throws IOException;
  }
}
