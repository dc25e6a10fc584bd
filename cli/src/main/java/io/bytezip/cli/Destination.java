package io.bytezip.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Where a result goes: a new file, which appears when it is whole; standard output; or a device or
 * pipe that is there already.
 */
final class Destination implements AutoCloseable {
  private static final Path STANDARD_OUTPUT = Path.of("/dev/stdout");
  private static final Path STANDARD_ERROR = Path.of("/dev/stderr");

  private final String name;
  private final OutputStream out;
  private final Optional<Replacement> replacement;

  private Destination(String name, OutputStream out, Optional<Replacement> replacement) {
    this.name = name;
    this.out = out;
    this.replacement = replacement;
  }

  /**
   * @throws IOException if the shell led standard output into the source itself, or into the folder
   *     that it is
   */
  static Destination standardOutput(Source source, Host host) throws IOException {
    if (source.isRegular()
        && Files.isRegularFile(STANDARD_OUTPUT)
        && Files.isSameFile(source.path().orElseThrow(), STANDARD_OUTPUT)) {
      throw new IOException("input and output are the same file");
    }
    if (Files.isRegularFile(STANDARD_OUTPUT)) {
      requireOutside(source, STANDARD_OUTPUT);
    }
    return new Destination("standard output", host.out(), Optional.empty());
  }

  /**
   * @throws IOException if it is the source itself or lies in it, is there already and must not be
   *     overwritten, can't be made, or is a device where a file is needed
   */
  static Destination file(Path target, Source source, Settings settings, Host host)
      throws IOException {
    Path parent = target.toAbsolutePath().normalize().getParent();
    if (parent != null && Files.exists(parent)) {
      requireOutside(source, parent);
    }
    if (Files.exists(target)) {
      requireOutside(source, target);
      if (source.path().isPresent() && Files.isSameFile(source.path().get(), target)) {
        throw new IOException("input and output are the same file");
      }
      if (Files.isDirectory(target)) {
        throw new IOException(target + " is a folder");
      }
      if (!Files.isRegularFile(target) || isDescriptor(target)) {
        if (settings.verify()) {
          // What went there can't be read again, nor is it safe on a disk.
          throw new IOException(
              (settings.remove() ? "--rm" : "--verify") + " needs a regular file to write to");
        }
        // Behind what is there already, where a shell led a descriptor into a file.
        OutputStream out = Files.newOutputStream(target, StandardOpenOption.APPEND);
        return new Destination(target.toString(), out, Optional.empty());
      }
    }
    Replacement replacement =
        new Replacement(target, settings.force(), source.isRegular(), host.temporaries());
    return new Destination(target.toString(), replacement.out(), Optional.of(replacement));
  }

  /** An archive of a folder must not grow while it is packed into itself. */
  private static void requireOutside(Source source, Path place) throws IOException {
    if (source.folder()
        && place.toRealPath().startsWith(source.path().orElseThrow().toRealPath())) {
      throw new IOException(
          "the archive would lie within the folder itself; name another place for it");
    }
  }

  /** Whether it is an open file by another name, as /dev/stdout is, which no new file replaces. */
  private static boolean isDescriptor(Path target) throws IOException {
    Path named = target.toAbsolutePath();
    if (named.equals(STANDARD_OUTPUT) || named.equals(STANDARD_ERROR)) {
      return true;
    }
    // /dev/fd is a link to a folder of these.
    return named.getParent() != null && named.getParent().toRealPath().startsWith("/proc");
  }

  String name() {
    return name;
  }

  OutputStream out() {
    return out;
  }

  /** Brings the bytes to the disk and returns where they are now, before they get their name. */
  Optional<Path> sync() throws IOException {
    out.flush();
    if (replacement.isEmpty()) {
      return Optional.empty();
    }
    replacement.get().sync();
    return Optional.of(replacement.get().temporary());
  }

  /** Gives the file its name, and the source's mode and time. */
  void publish(Source source) throws IOException {
    if (replacement.isPresent()) {
      replacement.get().publish(source.mode(), source.modified());
    }
  }

  @Override
  public void close() throws IOException {
    if (replacement.isPresent()) {
      replacement.get().close();
    } else {
      out.flush();
    }
  }
}
