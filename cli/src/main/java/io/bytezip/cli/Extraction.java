package io.bytezip.cli;

import com.google.gson.JsonObject;
import io.bytezip.codec.ArchiveReader;
import io.bytezip.codec.BytezipException;
import io.bytezip.codec.DecompressOptions;
import io.bytezip.codec.Member;
import io.bytezip.modalities.format.Heading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Takes members out of an archive. Their names are anybody's: nothing is written outside of the
 * folder, nor through a symbolic link.
 */
final class Extraction {
  private static final int MAX_LINK = 4096;

  /** A tar header and the padding before it. */
  private static final int BEHIND = 1024;

  private final Host host;
  private final Settings settings;
  private final Reporter reporter;

  /** What this extraction made. */
  private final Set<Path> written = new HashSet<>();

  Extraction(Host host, Settings settings) {
    this.host = host;
    this.settings = settings;
    this.reporter = new Reporter(host, settings.quiet());
  }

  /**
   * Extracts.
   *
   * @param names of members, or of folders of them; none means all
   */
  ExitCode run(String archive, List<String> names) {
    Models models = new Models(host, settings.model());
    DecompressOptions options = DecompressOptions.DEFAULTS.withThreads(settings.threads());
    try (ArchiveReader reader =
        ArchiveReader.open(Files.newByteChannel(Path.of(archive)), models.get(), options)) {
      List<Member> members = reader.members();
      if (members.isEmpty()) {
        members = reader.findMembers();
      }
      if (members.isEmpty()) {
        throw new IOException("holds no members; decompress restores the file");
      }
      List<Member> chosen = chosen(archive, members, names);
      if (settings.toStandardOutput()) {
        Map<String, Member> files = files(members);
        for (Member member : chosen) {
          Member content =
              member.kind() == Heading.Kind.HARD_LINK ? files.get(stripped(member.link())) : member;
          if (content != null && content.kind() == Heading.Kind.FILE) {
            copy(reader, content, host.out());
          }
        }
        host.out().flush();
      } else {
        extract(reader, members, chosen);
      }
      if (names.isEmpty() && goesOn(reader, members.getLast())) {
        reporter.warn(
            archive,
            "what follows the last member is not understood; decompress restores the file");
      }
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      reporter.fail(archive, e);
    }
    return reporter.worst();
  }

  /**
   * Whether something stands behind the last member that is known but an end: zeros, to which the
   * padding belongs, or cpio's last heading.
   */
  private static boolean goesOn(ArchiveReader reader, Member last) throws IOException {
    byte[] bytes = new byte[BEHIND];
    long position = last.offset() + last.length();
    int length = 0;
    for (int read = reader.read(position, bytes, 0, BEHIND); read > 0; ) {
      length += read;
      read = reader.read(position + length, bytes, length, BEHIND - length);
    }
    String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    return !text.contains("TRAILER!!!") && text.chars().anyMatch(c -> c != 0);
  }

  /** Those of the names, in the archive's order. */
  private List<Member> chosen(String archive, List<Member> members, List<String> names) {
    if (names.isEmpty()) {
      return members;
    }
    Set<Integer> found = new TreeSet<>();
    for (String name : names) {
      String wanted = stripped(name);
      boolean any = false;
      for (int i = 0; i < members.size(); i++) {
        String path = stripped(members.get(i).name());
        if (path.equals(wanted) || path.startsWith(wanted + "/")) {
          found.add(i);
          any = true;
        }
      }
      if (!any) {
        reporter.fail(archive, new IOException("no such member: " + Listing.printable(name)));
      }
    }
    return found.stream().map(members::get).toList();
  }

  private static String stripped(String name) {
    String path = name.startsWith("./") ? name.substring(2) : name;
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private void extract(ArchiveReader reader, List<Member> all, List<Member> chosen)
      throws IOException {
    Path folder = Path.of(settings.output().orElse("."));
    Files.createDirectories(folder);
    Map<String, Member> files = files(all);
    List<Member> links = new ArrayList<>();
    for (Member member : chosen) {
      if (member.kind() == Heading.Kind.SYMBOLIC_LINK) {
        // Last, so that nothing is written through them.
        links.add(member);
      } else {
        attempt(member, () -> write(reader, folder, member, files));
      }
    }
    for (Member member : links) {
      attempt(member, () -> link(reader, folder, member));
    }
  }

  /** Those that have content, by name. */
  private static Map<String, Member> files(List<Member> members) {
    Map<String, Member> files = new HashMap<>();
    for (Member member : members) {
      if (member.kind() == Heading.Kind.FILE) {
        files.put(stripped(member.name()), member);
      }
    }
    return files;
  }

  /** A step that may fail for one member alone. */
  private interface Step {
    void run() throws IOException;
  }

  private void attempt(Member member, Step step) throws IOException {
    try {
      step.run();
    } catch (BytezipException e) {
      throw e;
    } catch (IOException | InvalidPathException e) {
      reporter.fail(Listing.printable(member.name()), e);
    }
  }

  private void write(ArchiveReader reader, Path folder, Member member, Map<String, Member> files)
      throws IOException {
    Path path = path(folder, member.name());
    switch (member.kind()) {
      case FOLDER -> folders(folder, path);
      case FILE -> file(reader, folder, path, member);
      case HARD_LINK -> {
        Member target = files.get(stripped(member.link()));
        if (target == null) {
          reporter.warn(
              Listing.printable(member.name()), "is a hard link to no member before it, left out");
        } else {
          file(reader, folder, path, target);
        }
      }
      case SYMBOLIC_LINK, OTHER ->
          reporter.warn(Listing.printable(member.name()), "is no file, folder or link, left out");
    }
  }

  private void file(ArchiveReader reader, Path folder, Path path, Member member)
      throws IOException {
    if (path.equals(folder)) {
      throw new IOException("a file without a name");
    }
    folders(folder, path.getParent());
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(path + " is a folder");
    }
    try (Replacement replacement =
        new Replacement(path, overwrites(path), true, host.temporaries())) {
      copy(reader, member, replacement.out());
      replacement.sync();
      FileTime modified = FileTime.from(member.modified(), TimeUnit.SECONDS);
      replacement.publish(mode(folder, member.mode()), Optional.of(modified));
    }
    written.add(path);
    told(member, path);
  }

  /** A later member of the same name takes the place of an earlier one, as with tar. */
  private boolean overwrites(Path path) {
    return settings.force() || written.contains(path);
  }

  private void told(Member member, Path path) throws IOException {
    if (settings.json()) {
      JsonObject object = new JsonObject();
      object.addProperty("member", member.name());
      object.addProperty("output", path.toString());
      object.addProperty("original", member.length());
      reporter.print(object + "\n");
    } else if (settings.verbose()) {
      reporter.note("", Listing.printable(member.name()));
    }
  }

  /** Only where it stays in the folder, by what its own path says. */
  private void link(ArchiveReader reader, Path folder, Member member) throws IOException {
    Path path = path(folder, member.name());
    String target = member.link();
    if (target.isEmpty() && member.length() <= MAX_LINK) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      copy(reader, member, bytes);
      target = bytes.toString(StandardCharsets.UTF_8);
    }
    Path relative = Path.of(target);
    boolean within =
        !target.isEmpty()
            && !relative.isAbsolute()
            && !path.equals(folder)
            && upFirst(relative)
            && lexically(path.getParent().resolve(relative), folder);
    if (!within) {
      reporter.warn(
          Listing.printable(member.name()), "is a symbolic link out of the folder, left out");
      return;
    }
    folders(folder, path.getParent());
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      if (!overwrites(path) || !Files.isSymbolicLink(path)) {
        throw overwrites(path)
            ? new IOException(path + " is there, and no symbolic link; not overwritten by one")
            : new FileAlreadyExistsException(path.toString());
      }
      Files.delete(path);
    }
    Files.createSymbolicLink(path, relative);
    written.add(path);
    told(member, path);
  }

  /** Whether .. comes at the start only: behind a name, which may be a link, it leads anywhere. */
  private static boolean upFirst(Path relative) {
    boolean named = false;
    for (Path part : relative) {
      boolean up = part.toString().equals("..");
      if (up && named) {
        return false;
      }
      named |= !up && !part.toString().equals(".");
    }
    return true;
  }

  private static boolean lexically(Path path, Path folder) {
    Path root = folder.toAbsolutePath().normalize();
    return path.toAbsolutePath().normalize().startsWith(root);
  }

  /** Where a member goes; refuses what leads out of the folder. */
  private static Path path(Path folder, String name) throws IOException {
    Path path = folder;
    for (String part : name.split("/", -1)) {
      if (part.isEmpty() && path.equals(folder) && name.startsWith("/")) {
        throw new IOException("an absolute path, left out");
      }
      if (part.equals("..")) {
        throw new IOException("a path with .., left out");
      }
      String separator = FileSystems.getDefault().getSeparator();
      if (part.contains(separator) || Path.of(part).isAbsolute()) {
        throw new IOException("not a file name, left out");
      }
      path = part.isEmpty() || part.equals(".") ? path : path.resolve(part);
    }
    return path;
  }

  /** Makes folders, one by one, none of which may be a symbolic link. */
  private static void folders(Path folder, Path path) throws IOException {
    Path made = folder;
    for (Path part : folder.relativize(path)) {
      if (part.toString().isEmpty()) {
        continue;
      }
      made = made.resolve(part);
      if (Files.isSymbolicLink(made)) {
        throw new IOException(made + " is a symbolic link; nothing is written through it");
      }
      if (!Files.isDirectory(made)) {
        Files.createDirectory(made);
      }
    }
  }

  /** What everybody may do, but for writing, and what the owner may. */
  private static Optional<Set<PosixFilePermission>> mode(Path folder, int mode) throws IOException {
    if (!Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      return Optional.empty();
    }
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] all = PosixFilePermission.values();
    for (int i = 0; i < all.length; i++) {
      boolean othersWrite =
          all[i] == PosixFilePermission.GROUP_WRITE || all[i] == PosixFilePermission.OTHERS_WRITE;
      if ((mode >> (all.length - 1 - i) & 1) == 1 && !othersWrite) {
        permissions.add(all[i]);
      }
    }
    return Optional.of(permissions);
  }

  private static void copy(ArchiveReader reader, Member member, OutputStream out)
      throws IOException {
    byte[] buffer = new byte[(int) Math.min(1 << 16, Math.max(1, member.length()))];
    long position = member.offset();
    long end = position + member.length();
    while (position < end) {
      int read = reader.read(position, buffer, 0, (int) Math.min(buffer.length, end - position));
      if (read < 0) {
        throw new IOException("the archive ends within the member");
      }
      out.write(buffer, 0, read);
      position += read;
    }
  }
}
