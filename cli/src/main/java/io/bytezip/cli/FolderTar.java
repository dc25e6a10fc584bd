package io.bytezip.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * A folder as a tar stream: names in order, times in whole seconds, owners left out, so that equal
 * folders give equal streams. Symbolic links are kept as they are and never followed.
 */
final class FolderTar {
  private final Path folder;
  private final String name;
  private final Reporter reporter;

  /**
   * @param name the folder's, with which those of all members begin
   * @param reporter told what is left out
   */
  FolderTar(Path folder, String name, Reporter reporter) {
    this.folder = folder;
    this.name = name;
    this.reporter = reporter;
  }

  /** Writes the stream; {@code out} stays open. */
  void writeTo(OutputStream out) throws IOException {
    // Not closed: that would close what is below.
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8");
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
    add(tar, folder, name);
    tar.finish();
    tar.flush();
  }

  private void add(TarArchiveOutputStream tar, Path path, String member) throws IOException {
    if (!path.equals(folder) && !spelt(path.getFileName())) {
      reporter.warn(path.toString(), "has a name that is no text in this locale, left out");
      return;
    }
    BasicFileAttributes attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (attributes.isDirectory() || path.equals(folder)) {
      List<Path> inside;
      try (Stream<Path> files = Files.list(path)) {
        inside = files.sorted().toList();
      } catch (AccessDeniedException e) {
        if (path.equals(folder)) {
          throw e;
        }
        reporter.warn(path.toString(), "permission denied, left out");
        return;
      }
      put(tar, entry(path, member + "/", TarConstants.LF_DIR, attributes));
      for (Path file : inside) {
        add(tar, file, member + "/" + file.getFileName());
      }
    } else if (attributes.isSymbolicLink()) {
      Path target = Files.readSymbolicLink(path);
      if (!spelt(target)) {
        reporter.warn(path.toString(), "leads to a name that is no text in this locale, left out");
        return;
      }
      TarArchiveEntry entry = entry(path, member, TarConstants.LF_SYMLINK, attributes);
      entry.setLinkName(target.toString());
      put(tar, entry);
    } else if (attributes.isRegularFile()) {
      file(tar, path, entry(path, member, TarConstants.LF_NORMAL, attributes), attributes.size());
    } else {
      reporter.warn(path.toString(), "is no file, folder or link, left out");
    }
  }

  /** Whether the text of a path leads back to it: bytes that are no characters don't have any. */
  private static boolean spelt(Path path) {
    String text = path.toString();
    try {
      return text.indexOf('\uFFFD') < 0 && path.getFileSystem().getPath(text).equals(path);
    } catch (InvalidPathException _) {
      return false;
    }
  }

  private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry) throws IOException {
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  private void file(TarArchiveOutputStream tar, Path path, TarArchiveEntry entry, long size)
      throws IOException {
    // Opened first: once its header is written, it must be there.
    InputStream in = open(path);
    if (in == null) {
      return;
    }
    try (in) {
      entry.setSize(size);
      tar.putArchiveEntry(entry);
      byte[] buffer = new byte[1 << 16];
      long left = size;
      while (left > 0) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          throw new IOException(path + " became shorter while it was read");
        }
        tar.write(buffer, 0, read);
        left -= read;
      }
      tar.closeArchiveEntry();
    }
  }

  /** Null, with a word, where it can't be read. */
  private InputStream open(Path file) throws IOException {
    try {
      return Files.newInputStream(file);
    } catch (AccessDeniedException e) {
      reporter.warn(file.toString(), "permission denied, left out");
      return null;
    }
  }

  private static TarArchiveEntry entry(
      Path path, String member, byte type, BasicFileAttributes attributes) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(member, type, true);
    entry.setUserName("");
    entry.setModTime(attributes.lastModifiedTime().to(TimeUnit.SECONDS) * 1000);
    int mode = type == TarConstants.LF_DIR ? 0755 : 0644;
    PosixFileAttributeView view =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view != null) {
      PosixFileAttributes posix = view.readAttributes();
      mode = 0;
      for (PosixFilePermission permission : posix.permissions()) {
        mode |= 1 << (PosixFilePermission.values().length - 1 - permission.ordinal());
      }
    }
    entry.setMode(mode);
    return entry;
  }
}
