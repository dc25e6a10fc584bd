package io.bytezip.train.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files below a folder. */
final class FileTree {
  private FileTree() {}

  /** Sorted; without those whose name, or whose folder's, starts with a dot. Links are followed. */
  static List<Path> files(Path base) throws IOException {
    try (Stream<Path> all = Files.walk(base, FileVisitOption.FOLLOW_LINKS)) {
      return all.filter(file -> Files.isRegularFile(file) && !hidden(base, file)).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static boolean hidden(Path base, Path file) {
    for (Path part : file.equals(base) ? file.getFileName() : base.relativize(file)) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }
}
