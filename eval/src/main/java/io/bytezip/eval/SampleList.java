package io.bytezip.eval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which files, or pieces of files, are evaluated; a text file with one of them a line: {@code path
 * offset length}, or {@code path} alone for all of it. The path is relative to the folder
 * evaluated. Empty lines and those that begin with # say nothing.
 *
 * @param entries in the order of the list
 */
public record SampleList(List<Entry> entries) {
  private static final Pattern LINE = Pattern.compile("(.+?)(?:\\s+(\\d{1,18})\\s+(\\d{1,10}))?");

  /**
   * One line.
   *
   * @param path relative to the folder, with slashes
   * @param offset where the piece begins
   * @param length its bytes, 1 or more; {@link #ALL} for the whole file, which begins at 0
   */
  public record Entry(String path, long offset, long length) {
    /** No length. */
    public static final long ALL = Long.MAX_VALUE;

    boolean isWhole() {
      return length == ALL;
    }
  }

  /** Copies the list. */
  public SampleList {
    entries = List.copyOf(entries);
  }

  /**
   * Reads a list.
   *
   * @throws IOException when the file can't be read, or names a piece without bytes or beyond 2
   *     GiB; the message has the line's number
   */
  public static SampleList read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw new IOException("line " + (i + 1) + " is not a path, an offset and a length");
      }
      boolean piece = matcher.group(2) != null;
      long length = piece ? Long.parseLong(matcher.group(3)) : Entry.ALL;
      if (length == 0 || (piece && length > Integer.MAX_VALUE)) {
        throw new IOException("line " + (i + 1) + ": a piece has 1 to 2147483647 bytes");
      }
      entries.add(
          new Entry(matcher.group(1), piece ? Long.parseLong(matcher.group(2)) : 0, length));
    }
    return new SampleList(entries);
  }
}
