package io.bytezip.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * A file that appears under its name only when it is whole: written as a temporary file in the same
 * folder, synced, renamed. {@link #close} without {@link #publish} leaves nothing.
 */
final class Replacement implements AutoCloseable {
  private final Path target;
  private final Path temporary;
  private final boolean overwrite;
  private final TemporaryFiles temporaries;
  private final FileChannel channel;
  private final OutputStream out;

  /**
   * @param secret whether nobody else may read it until {@link #publish} sets its mode
   * @throws FileAlreadyExistsException if the target is there and must not be overwritten
   */
  Replacement(Path target, boolean overwrite, boolean secret, TemporaryFiles temporaries)
      throws IOException {
    this.target = target;
    this.overwrite = overwrite;
    this.temporaries = temporaries;
    if (!overwrite && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    Path folder = target.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      throw new IOException("there is no folder " + folder);
    }
    this.temporary =
        folder.resolve(
            ".bytezip-" + ProcessHandle.current().pid() + "-" + System.nanoTime() + ".tmp");
    boolean posix = Files.getFileAttributeView(folder, PosixFileAttributeView.class) != null;
    FileAttribute<?>[] attributes =
        secret && posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(
                  Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE))
            }
            : new FileAttribute<?>[0];
    try {
      temporaries.create(temporary, file -> Files.createFile(file, attributes));
    } catch (AccessDeniedException e) {
      throw new AccessDeniedException(folder.toString());
    }
    try {
      this.channel = FileChannel.open(temporary, StandardOpenOption.WRITE);
    } catch (IOException e) {
      temporaries.delete(temporary);
      throw e;
    }
    this.out = Channels.newOutputStream(channel);
  }

  OutputStream out() {
    return out;
  }

  /** Where the bytes are before they are published. */
  Path temporary() {
    return temporary;
  }

  /** Brings all bytes to the disk. */
  void sync() throws IOException {
    channel.force(true);
  }

  /**
   * Gives the file its name. The bytes must have been {@linkplain #sync synced}.
   *
   * @param mode permissions, if they are to be set
   * @param modified time of the last modification, if it is to be set
   */
  void publish(Optional<Set<PosixFilePermission>> mode, Optional<FileTime> modified)
      throws IOException {
    channel.close();
    if (mode.isPresent()) {
      Files.setPosixFilePermissions(temporary, mode.get());
    }
    if (modified.isPresent()) {
      Files.setLastModifiedTime(temporary, modified.get());
    }
    temporaries.publish(temporary, this::move);
    syncFolder();
  }

  private void move(Path from) throws IOException {
    if (!overwrite) {
      try {
        // Unlike a move, a link never takes the place of a file that has come meanwhile.
        Files.createLink(target, from);
        Files.delete(from);
        return;
      } catch (FileAlreadyExistsException e) {
        throw e;
      } catch (IOException | UnsupportedOperationException e) {
        // Not every file system has them.
      }
      if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(target.toString());
      }
    }
    try {
      Files.move(from, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void syncFolder() {
    try (FileChannel folder =
        FileChannel.open(target.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    } catch (IOException e) {
      // Not every system can sync a folder (Windows can't open one); the file itself is synced.
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      temporaries.delete(temporary);
    }
  }
}
