package io.bytezip.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders as archives, lists of members, and taking them out. */
class ContainerFilesTest {
  private static final Instant THEN = Instant.parse("2001-02-03T04:05:06Z");

  @TempDir Path temporary;
  private Path folder;
  private Path archive;
  private Path target;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectories(temporary.resolve("folder"));
    Files.createDirectories(folder.resolve("inside/empty"));
    Files.writeString(folder.resolve("b.txt"), "second ".repeat(500));
    Files.writeString(folder.resolve("inside/a.txt"), "first ".repeat(500));
    Files.writeString(folder.resolve("inside/nothing"), "");
    Files.writeString(folder.resolve("n".repeat(150)), "a long name");
    Files.createSymbolicLink(folder.resolve("link"), Path.of("inside/a.txt"));
    Files.setLastModifiedTime(folder.resolve("b.txt"), FileTime.from(THEN));
    Files.setPosixFilePermissions(
        folder.resolve("b.txt"), PosixFilePermissions.fromString("rwxr-x---"));
    archive = temporary.resolve("folder.tar.byz");
    target = temporary.resolve("target");
  }

  @Test
  void aFolderGoesThereAndBack() throws IOException {
    done(Run.with().run("compress", "-1", "--verify", folder));
    done(Run.with().run("extract", "-o", target, archive));
    Path back = target.resolve("folder");
    assertEquals("second ".repeat(500), Files.readString(back.resolve("b.txt")));
    assertEquals("first ".repeat(500), Files.readString(back.resolve("inside/a.txt")));
    assertEquals("", Files.readString(back.resolve("inside/nothing")));
    assertEquals("a long name", Files.readString(back.resolve("n".repeat(150))));
    assertEquals(Path.of("inside/a.txt"), Files.readSymbolicLink(back.resolve("link")));
    assertTrue(Files.isDirectory(back.resolve("inside/empty")));
    assertEquals(FileTime.from(THEN), Files.getLastModifiedTime(back.resolve("b.txt")));
    assertEquals(
        PosixFilePermissions.fromString("rwxr-x---"),
        Files.getPosixFilePermissions(back.resolve("b.txt")));
  }

  @Test
  void equalFoldersGiveEqualArchives() throws IOException {
    byte[] first = Run.with().run("-1", "-c", folder).out();
    assertArrayEquals(first, Run.with().run("-1", "-c", folder + "/.").out());
    done(Run.with().run("-1", folder));
    done(Run.with().run("-d", archive));
    assertTrue(Files.isRegularFile(temporary.resolve("folder.tar")));
  }

  @Test
  void linksAreNotFollowed() throws IOException {
    Files.createSymbolicLink(folder.resolve("loop"), Path.of("."));
    Files.createSymbolicLink(folder.resolve("broken"), Path.of("nowhere"));
    done(Run.with().run("-1", folder));
    String list = Run.with().run("list", "-m", archive).text();
    assertTrue(list.contains("folder/loop\n") && list.contains("folder/broken\n"), list);
    assertFalse(list.contains("loop/"), list);
  }

  @Test
  void anArchiveWithinItsFolderIsRefused() throws IOException {
    Run.Result result = Run.with().run("-1", "-o", folder.resolve("x.byz"), folder);
    assertEquals(ExitCode.ERROR, result.code());
    assertEquals(1, result.err().lines().count(), result.err());
    assertFalse(Files.exists(folder.resolve("x.byz")));
    Path link = Files.createSymbolicLink(temporary.resolve("way"), folder.resolve("inside"));
    result = Run.with().run("-1", "-o", link.resolve("x.byz"), folder);
    assertEquals(ExitCode.ERROR, result.code());
    assertFalse(Files.exists(folder.resolve("inside/x.byz")));
  }

  @Test
  void membersAreListed() throws IOException {
    done(Run.with().run("-1", folder));
    assertEquals(
        """
        folder/
        folder/b.txt
        folder/inside/
        folder/inside/a.txt
        folder/inside/empty/
        folder/inside/nothing
        folder/link
        """
            + "folder/"
            + "n".repeat(150)
            + "\n",
        Run.with().run("list", "--members", archive).text());
    String verbose = Run.with().run("list", "-mv", archive).text();
    assertTrue(
        verbose.contains("-rwxr-x---            3,500  2001-02-03 04:05:06  folder/b.txt\n"),
        verbose);
    assertTrue(verbose.contains("folder/link -> inside/a.txt\n"), verbose);
    String json = Run.with().run("list", "-m", "--json", archive).text();
    assertTrue(json.contains("\"name\":\"folder/b.txt\",\"kind\":\"file\""), json);
  }

  @Test
  void membersAreTakenOut() throws IOException {
    done(Run.with().run("-1", folder));
    assertEquals(
        "first ".repeat(500),
        Run.with().run("extract", "-c", archive, "folder/inside/a.txt").text());
    done(Run.with().run("extract", "-o", target, archive, "folder/inside"));
    assertTrue(Files.exists(target.resolve("folder/inside/a.txt")));
    assertFalse(Files.exists(target.resolve("folder/b.txt")));
    Run.Result none = Run.with().run("extract", "-o", target, archive, "no/such");
    assertEquals(ExitCode.ERROR, none.code());
    assertEquals("bytezip: " + archive + ": no such member: no/such\n", none.err());
  }

  @Test
  void nothingIsOverwrittenUnlessForced() throws IOException {
    done(Run.with().run("-1", folder));
    Path file = target.resolve("folder/b.txt");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "precious");
    assertEquals(ExitCode.ERROR, Run.with().run("extract", "-o", target, archive).code());
    assertEquals("precious", Files.readString(file));
    assertTrue(Files.exists(target.resolve("folder/inside/a.txt")), "the others are there");
    Run.Result forced = Run.with().run("extract", "-f", "-o", target, archive);
    done(forced);
    assertEquals("second ".repeat(500), Files.readString(file));
  }

  @Test
  void nothingIsWrittenOutsideOfTheFolder() throws IOException {
    Files.createDirectories(target);
    Path outside = Files.createDirectories(temporary.resolve("outside"));
    Files.createSymbolicLink(target.resolve("way"), outside);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (String name :
          new String[] {
            "../outside/a", "/tmp/../b", "x/../../outside/c", "way/d", "..", "", "e\0f"
          }) {
        put(tar, name, '0', "");
      }
      put(tar, "up", '2', "../outside");
      put(tar, "here", '2', ".");
      put(tar, "about", '2', "here/../outside");
      put(tar, "absolute", '2', outside.toString());
      put(tar, "device", '3', "");
      put(tar, "hard", '1', "not/there");
      put(tar, "good", '0', "");
      put(tar, "copy", '1', "good");
    }
    Path byz = temporary.resolve("bad.tar.byz");
    Files.write(byz, Run.with().input(bytes.toByteArray()).run("-1").out());
    Run.Result result = Run.with().run("extract", "-o", target, byz);
    assertEquals(ExitCode.ERROR, result.code());
    assertFalse(result.err().contains("internal error"), result.err());
    try (var left = Files.list(outside)) {
      assertEquals(0, left.count());
    }
    for (String name : new String[] {"up", "about", "absolute", "device", "hard"}) {
      assertFalse(Files.exists(target.resolve(name), LinkOption.NOFOLLOW_LINKS), name);
      assertTrue(result.err().contains("bytezip: " + name + ": "), result.err());
    }
    assertEquals("content", Files.readString(target.resolve("good")));
    assertEquals("content", Files.readString(target.resolve("copy")));
  }

  @Test
  void whatIsNotUnderstoodBehindMembersIsTold() throws IOException {
    Path byz = tar("0one", "Ssparse", "0three");
    Run.Result result = Run.with().run("extract", "-o", target, byz);
    assertEquals(ExitCode.WARNING, result.code());
    assertEquals(
        "bytezip: "
            + byz
            + ": what follows the last member is not understood; decompress restores the file\n",
        result.err());
    assertEquals("content", Files.readString(target.resolve("one")));
    assertFalse(Files.exists(target.resolve("three")));
  }

  @Test
  void aHardLinkHasTheContentOfItsTarget() throws IOException {
    Path byz = tar("0good", "1copy");
    assertEquals("content", Run.with().run("extract", "-c", byz, "copy").text());
  }

  /** As an appended tar file has it: the last one of a name counts. */
  @Test
  void aLaterMemberTakesThePlaceOfAnEarlierOne() throws IOException {
    Path byz = tar("0good", "0a", "0good");
    done(Run.with().run("extract", "-o", target, byz));
    Run.Result again = Run.with().run("extract", "-o", target, byz);
    assertEquals(ExitCode.ERROR, again.code(), "what was there before is not overwritten");
  }

  /** An archive of members, each its type and its name; those that link lead to "good". */
  private Path tar(String... members) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (String member : members) {
        put(tar, member.substring(1), member.charAt(0), "good");
      }
    }
    Path byz = temporary.resolve("made.tar.byz");
    return Files.write(byz, Run.with().input(bytes.toByteArray()).run("-1").out());
  }

  private static void put(TarArchiveOutputStream tar, String name, char type, String link)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, (byte) type, true);
    entry.setLinkName(link);
    byte[] content = type == '0' ? "content".getBytes(StandardCharsets.UTF_8) : new byte[0];
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  @Test
  void damageIsOneLineAndExitCodeThree() throws IOException {
    done(Run.with().run("-1", folder));
    byte[] bytes = Files.readAllBytes(archive);
    for (int at : new int[] {10, bytes.length / 2, bytes.length - 60, bytes.length - 3}) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 16;
      Files.write(archive, damaged);
      Run.Result result = Run.with().run("extract", "-f", "-o", target, archive);
      assertEquals(ExitCode.CORRUPT, result.code(), result.err());
      assertEquals(1, result.err().lines().count(), result.err());
    }
  }

  @Test
  void whatHoldsNoMembersIsAnError() throws IOException {
    done(Run.with().run("-1", folder.resolve("b.txt")));
    Run.Result result = Run.with().run("extract", "-o", target, folder.resolve("b.txt.byz"));
    assertEquals(ExitCode.ERROR, result.code());
    assertEquals(1, result.err().lines().count(), result.err());
    assertEquals(ExitCode.USAGE, Run.with().run("extract").code());
    assertEquals(ExitCode.USAGE, Run.with().run("extract", "-c", "-o", "x", archive).code());
  }

  @Test
  void namesDoNotReachTheTerminal() {
    assertEquals("a\\u001b[2J\\u000a\\\\", Listing.printable("a\u001b[2J\n\\"));
  }

  private static void done(Run.Result result) {
    assertEquals("", result.err());
    assertEquals(ExitCode.DONE, result.code());
  }
}
