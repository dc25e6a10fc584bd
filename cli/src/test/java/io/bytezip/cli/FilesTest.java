package io.bytezip.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to files: names, refusals, modes and times, and what is left behind. */
class FilesTest {
  private static final byte[] TEXT =
      "All work and no play. All work and no play. All work and no play.\n"
          .repeat(20)
          .getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private Path file;
  private Path archive;

  @BeforeEach
  void writeFile() throws IOException {
    file = Files.write(folder.resolve("text.txt"), TEXT);
    archive = folder.resolve("text.txt.byz");
  }

  @Test
  void numbersWithoutAHeaderComeBack() throws IOException {
    Random random = new Random(1);
    byte[] floats = new byte[80_000];
    for (int i = 0; i < floats.length; i += 4) {
      int bits = Float.floatToIntBits((float) random.nextGaussian());
      for (int k = 0; k < 4; k++) {
        floats[i + k] = (byte) (bits >> 8 * k);
      }
    }
    Path raw = Files.write(folder.resolve("raw"), floats);
    assertDone(Run.with().run("-4", raw));
    long unknown = Files.size(folder.resolve("raw.byz"));
    assertDone(Run.with().run("-4", "-f", "--as", "f32", raw));
    long known = Files.size(folder.resolve("raw.byz"));
    assertTrue(known < unknown, known + " of " + unknown);
    Files.delete(raw);
    assertDone(Run.with().run("decompress", folder.resolve("raw.byz")));
    assertArrayEquals(floats, Files.readAllBytes(raw));
  }

  @Test
  void compressesAndDecompresses() throws IOException {
    assertDone(Run.with().run("compress", file));
    assertTrue(Files.size(archive) < TEXT.length / 4);
    assertArrayEquals(TEXT, Files.readAllBytes(file), "the input is kept");
    Files.delete(file);
    assertDone(Run.with().run("decompress", archive));
    assertArrayEquals(TEXT, Files.readAllBytes(file));
    assertLeft("text.txt", "text.txt.byz");
  }

  @Test
  void shortFormDoesTheSame() throws IOException {
    assertDone(Run.with().run(file));
    Files.delete(file);
    assertDone(Run.with().run("-d", archive));
    assertArrayEquals(TEXT, Files.readAllBytes(file));
  }

  @Test
  void decompressFindsTheArchiveOfAFile() throws IOException {
    assertDone(Run.with().run(file));
    Files.delete(file);
    assertDone(Run.with().run("-d", file));
    assertArrayEquals(TEXT, Files.readAllBytes(file));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 4095, 4096, 4097, 100_000})
  void randomBytesOfAnyLengthComeBack(int length) throws IOException {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    Files.write(file, content);
    assertDone(Run.with().run("--verify", file));
    assertTrue(Files.size(archive) <= length + length / 1000 + 64);
    assertArrayEquals(content, Run.with().run("-dc", archive).out());
  }

  @Test
  void overwritesOnlyWhenForced() throws IOException {
    Files.writeString(archive, "precious");
    Run.Result refused = Run.with().run(file);
    assertEquals(ExitCode.ERROR, refused.code());
    assertEquals(
        "bytezip: " + file + ": " + archive + " exists already; -f overwrites it\n", refused.err());
    assertEquals("precious", Files.readString(archive));
    assertDone(Run.with().run("-f", file));
    assertArrayEquals(TEXT, Run.with().run("-dc", archive).out());
    Files.writeString(file, "changed");
    assertEquals(ExitCode.ERROR, Run.with().run("-d", archive).code());
    assertEquals("changed", Files.readString(file));
    assertDone(Run.with().run("-df", archive));
    assertArrayEquals(TEXT, Files.readAllBytes(file));
    assertLeft("text.txt", "text.txt.byz");
  }

  @Test
  void refusesToWriteOverItsInput() throws IOException {
    Path hard = Files.createLink(folder.resolve("hard"), file);
    Path soft = Files.createSymbolicLink(folder.resolve("soft"), file);
    for (Path target : List.of(file, hard, soft, folder.resolve("./text.txt"))) {
      Run.Result refused = Run.with().run("-f", "-o", target, file);
      assertEquals(ExitCode.ERROR, refused.code());
      assertEquals("bytezip: " + file + ": input and output are the same file\n", refused.err());
    }
    assertArrayEquals(TEXT, Files.readAllBytes(file));
    assertLeft("hard", "soft", "text.txt");
  }

  @Test
  void removesNothingThatWentToADevice() throws IOException {
    Path device = Path.of("/dev/null");
    assumeTrue(Files.exists(device));
    for (String option : new String[] {"--rm", "--verify"}) {
      Run.Result refused = Run.with().run("-1", option, "-o", device, file);
      assertEquals(ExitCode.ERROR, refused.code());
      assertEquals(
          "bytezip: " + file + ": " + option + " needs a regular file to write to\n",
          refused.err());
    }
    assertDone(Run.with().run("-1", "-o", device, file));
    assertDone(Run.with().run("-1", file));
    assertEquals(ExitCode.ERROR, Run.with().run("-d", "--rm", "-o", device, archive).code());
    assertLeft("text.txt", "text.txt.byz");
  }

  @Test
  void skipsLinksAndFoldersWithAWord() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    Run.Result skipped = Run.with().run(link, file);
    assertEquals(ExitCode.WARNING, skipped.code());
    assertEquals(
        "bytezip: " + link + ": is a symbolic link, skipped (-f follows it)\n", skipped.err());
    Run.Result folders = Run.with().run("-t", folder);
    assertEquals(ExitCode.WARNING, folders.code());
    assertEquals("bytezip: " + folder + ": is a folder, skipped\n", folders.err());
    assertTrue(Files.exists(archive), "the others are done");
    assertEquals("", Run.with().run("-q", link).err());
    assertDone(Run.with().run("-f", link));
    assertArrayEquals(TEXT, Run.with().run("-dc", folder.resolve("link.byz")).out());
  }

  @Test
  void skipsWhatHasTheSuffixAlreadyAndWhatLacksIt() throws IOException {
    assertDone(Run.with().run(file));
    assertEquals(ExitCode.WARNING, Run.with().run(archive).code());
    Path other = Files.copy(archive, folder.resolve("other"));
    assertEquals(ExitCode.WARNING, Run.with().run("-d", other).code());
    assertDone(Run.with().run("-d", "-o", folder.resolve("restored"), other));
    assertArrayEquals(TEXT, Files.readAllBytes(folder.resolve("restored")));
    assertLeft("other", "restored", "text.txt", "text.txt.byz");
  }

  @Test
  void goesOnAfterAnErrorAndKeepsTheWorst() throws IOException {
    Path missing = folder.resolve("missing");
    Run.Result result = Run.with().run(missing, file);
    assertEquals(ExitCode.ERROR, result.code());
    assertTrue(result.err().contains("bytezip: " + missing + ": no such file or folder\n"));
    assertTrue(Files.exists(archive));
    Files.writeString(folder.resolve("bad.byz"), "no archive at all");
    assertEquals(ExitCode.CORRUPT, Run.with().run("-t", folder.resolve("bad.byz"), missing).code());
  }

  @Test
  void keepsTimeAndMode() throws IOException {
    FileTime then = FileTime.from(Instant.parse("2001-02-03T04:05:06Z"));
    Files.setLastModifiedTime(file, then);
    boolean posix = Files.getFileAttributeView(file, PosixFileAttributeView.class) != null;
    Set<PosixFilePermission> mode = PosixFilePermissions.fromString("r--r-x---");
    if (posix) {
      Files.setPosixFilePermissions(file, mode);
    }
    assertDone(Run.with().run(file));
    Path restored = folder.resolve("restored");
    assertDone(Run.with().run("-d", "-o", restored, archive));
    for (Path made : List.of(archive, restored)) {
      assertEquals(then, Files.getLastModifiedTime(made));
      if (posix) {
        assertEquals(mode, Files.getPosixFilePermissions(made));
      }
    }
  }

  @Test
  void removesItsInputOnlyWhenAsked() throws IOException {
    assertDone(Run.with().run("--rm", file));
    assertLeft("text.txt.byz");
    assertDone(Run.with().run("-d", "--rm", archive));
    assertLeft("text.txt");
    assertArrayEquals(TEXT, Files.readAllBytes(file));
  }

  @Test
  void damageLeavesNothingAndRemovesNothing() throws IOException {
    assertDone(Run.with().run(file));
    byte[] bytes = Files.readAllBytes(archive);
    bytes[bytes.length / 2] ^= 4;
    Files.write(archive, bytes);
    Files.delete(file);
    Run.Result result = Run.with().run("-d", "--rm", archive);
    assertEquals(ExitCode.CORRUPT, result.code());
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(result.err().startsWith("bytezip: " + archive + ": "));
    assertLeft("text.txt.byz");
    assertEquals(ExitCode.CORRUPT, Run.with().run("test", archive).code());
    Files.write(archive, new byte[0]);
    assertEquals(ExitCode.CORRUPT, Run.with().run("-l", archive).code());
  }

  @Test
  void pipesGoThrough() {
    byte[] packed = Run.with().input(TEXT).run().out();
    assertArrayEquals(TEXT, Run.with().input(packed).run("-d").out());
    assertArrayEquals(packed, Run.with().input(TEXT).run("compress", "-").out());
    assertArrayEquals(TEXT, Run.with().input(packed).run("decompress", "-c", "-").out());
    assertDone(Run.with().input(packed).run("-t"));
  }

  @Test
  void concatenatedArchivesAreOne() throws IOException {
    Path second = Files.writeString(folder.resolve("second"), "and the second");
    byte[] both = Run.with().run("-c", file, second).out();
    assertEquals(
        new String(TEXT, StandardCharsets.UTF_8) + "and the second",
        Run.with().input(both).run("-d").text());
  }

  @Test
  void writesAPipeToAFileWithVerification() throws IOException {
    Path target = folder.resolve("piped");
    assertDone(Run.with().input(TEXT).run("--verify", "-o", target));
    assertArrayEquals(TEXT, Run.with().run("-dc", target).out());
  }

  @Test
  void terminalsGetNoArchives() throws IOException {
    Run.Result refused = Run.with().terminals(false, true, true).run("-c", file);
    assertEquals(ExitCode.ERROR, refused.code());
    assertEquals(0, refused.out().length);
    assertDone(Run.with().terminals(false, true, true).run("-qcf", file));
    assertEquals(ExitCode.ERROR, Run.with().terminals(true, false, false).run("-d").code());
  }

  @Test
  void aFullDiskIsOneLine() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full));
    try (OutputStream out = new FileOutputStream(full.toFile())) {
      assertFull(Run.with().output(out).run("-c", file));
    }
    assertFull(Run.with().run("-o", full, file));
    assertDone(Run.with().run(file));
    assertFull(Run.with().run("-d", "-o", full, archive));
  }

  private static void assertFull(Run.Result result) {
    assertEquals(ExitCode.ERROR, result.code());
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(result.err().endsWith(": No space left on device\n"), result.err());
  }

  @Test
  void aReaderThatGoesAwayIsNoNews() {
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int octet) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    Run.Result result = Run.with().output(gone).run("-c", file);
    assertEquals(ExitCode.ERROR, result.code());
    assertEquals("", result.err());
  }

  @Test
  void aFailingInputLeavesNoHalfArchive() throws IOException {
    InputStream failing =
        new SequenceInputStream(
            new ByteArrayInputStream(TEXT),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("Input/output error");
              }

              @Override
              public int read(byte[] bytes, int offset, int length) throws IOException {
                return read();
              }
            });
    Run.Result result = Run.with().input(failing).run("-o", folder.resolve("half"));
    assertEquals(ExitCode.ERROR, result.code());
    assertEquals("bytezip: standard input: Input/output error\n", result.err());
    assertLeft("text.txt");
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws IOException {
    Run.Result result = Run.with().run("-o", folder.resolve("no/such/file"), file);
    assertEquals(ExitCode.ERROR, result.code());
    assertEquals(
        "bytezip: " + file + ": there is no folder " + folder.resolve("no/such") + "\n",
        result.err());
    assertEquals(ExitCode.ERROR, Run.with().run("-o", folder, file).code());
  }

  private static void assertDone(Run.Result result) {
    assertEquals("", result.err());
    assertEquals(ExitCode.DONE, result.code());
  }

  private void assertLeft(String... names) throws IOException {
    List<String> left = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files.map(path -> path.getFileName().toString()).sorted().forEach(left::add);
    }
    assertEquals(List.of(names), left);
    assertFalse(left.isEmpty());
  }
}
