package io.bytezip.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/**
 * What is read: a file as it was when we first looked, or standard input.
 *
 * @param name what the person calls it
 * @param path empty for standard input
 * @param size bytes, or -1 where that is unknown
 * @param modified empty where it means nothing
 */
record Source(String name, Optional<Path> path, long size, Optional<FileTime> modified) {
  static final Source STANDARD_INPUT =
      new Source("standard input", Optional.empty(), -1, Optional.empty());

  static Source of(String name, Path path, BasicFileAttributes attributes) {
    return attributes.isRegularFile()
        ? new Source(
            name, Optional.of(path), attributes.size(), Optional.of(attributes.lastModifiedTime()))
        : new Source(name, Optional.of(path), -1, Optional.empty());
  }

  /** A folder, to be read as a tar stream. */
  static Source folder(String name, Path path) {
    return new Source(name, Optional.of(path), -1, Optional.empty());
  }

  boolean folder() {
    return path.isPresent() && Files.isDirectory(path.get());
  }

  InputStream open(Host host) throws IOException {
    return path.isPresent() ? Files.newInputStream(path.get()) : host.in();
  }

  boolean isRegular() {
    return modified.isPresent();
  }

  /** Its permissions, where there is such a thing. */
  Optional<Set<PosixFilePermission>> mode() throws IOException {
    if (!isRegular()) {
      return Optional.empty();
    }
    PosixFileAttributeView view =
        Files.getFileAttributeView(path.orElseThrow(), PosixFileAttributeView.class);
    return view == null ? Optional.empty() : Optional.of(view.readAttributes().permissions());
  }

  /** Whether the file is still as it was at first, as far as its size and time tell. */
  boolean unchanged() throws IOException {
    BasicFileAttributes now = Files.readAttributes(path.orElseThrow(), BasicFileAttributes.class);
    return now.size() == size && Optional.of(now.lastModifiedTime()).equals(modified);
  }
}
