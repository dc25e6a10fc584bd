package io.bytezip.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.codec.CompressOptions;
import io.bytezip.modalities.Modality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs({OS.LINUX, OS.MAC})
class ProgramsTest {
  private static final Subject TEXT =
      new Subject(Modality.TEXT, Samples.text(50, 1), new Content.Plain());

  @TempDir Path folder;
  private Path temporary;

  @BeforeEach
  void makeFolder() throws IOException {
    temporary = Files.createDirectory(folder.resolve("tmp"));
  }

  private Path program(String name, String script) throws IOException {
    Path path = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private List<Contender> found(List<String> missing) throws IOException {
    return Programs.found(temporary, folder.toString(), missing);
  }

  private void assertTidy() throws IOException {
    try (Stream<Path> left = Files.list(temporary)) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void programsRunOnWhatTheyRead() throws IOException {
    program("xz", "[ \"$1\" = --version ] && { echo 'xz 9.9'; exit; }; head -c 10 \"$5\"");
    program("flac", "[ \"$1\" = --version ] && { echo 'flac 9'; exit; }; exit 3");
    List<String> missing = new ArrayList<>();
    List<Contender> found = found(missing);
    assertEquals(
        List.of(
            "gzip", "zstd", "brotli", "bzip3", "zpaq", "optipng", "cwebp", "opj_compress", "cjxl"),
        missing);
    assertEquals(List.of("xz -9e", "flac -8ep"), found.stream().map(Contender::name).toList());
    assertEquals("xz -9e -T1 -k -c {in} (xz 9.9)", found.getFirst().description());
    Measurement measured = found.get(0).measure(TEXT, false).orElseThrow();
    assertEquals(10, measured.bytes());
    assertTrue(measured.compressSeconds() > 0);
    assertFalse(Double.isFinite(measured.decompressSeconds()));
    assertEquals(0, measured.peakBytes());
    assertEquals(Optional.empty(), found.get(1).measure(TEXT, false));
    Subject audio = Recordings.wav(Samples.wav(Samples.tone(20, 1), 1, 8000));
    IOException e = assertThrows(IOException.class, () -> found.get(1).measure(audio, false));
    assertEquals("flac failed (exit 3)", e.getMessage());
    assertTidy();
  }

  @Test
  void theWayBackIsTimedAndCompared() throws IOException {
    program("brotli", "case $1 in -q) cp \"$6\" \"$5\";; -d) cp \"$5\" \"$4\";; esac");
    program("bzip3", "case $1 in -e) cp \"$5\" \"$6\";; -d) echo other >\"$4\";; esac");
    List<Contender> found = found(new ArrayList<>());
    Measurement measured = found.get(0).measure(TEXT, true).orElseThrow();
    assertEquals(TEXT.bytes().length, measured.bytes());
    assertTrue(measured.decompressSeconds() > 0);
    assertEquals("bzip3", found.get(1).name());
    assertThrows(MismatchException.class, () -> found.get(1).measure(TEXT, true));
    assertTidy();
  }

  @Test
  void zpaqIsAskedForTheNameThatItStored() throws IOException {
    program(
        "zpaq",
        """
        case $1 in
          add) [ -e "$2" ] && exit 1; { echo "$3"; cat "$3"; } >"$2";;
          extract) [ "$(head -n 1 "$2")" = "$3" ] && tail -n +2 "$2" >"$5";;
          *) echo 'zpaq v0'; exit 2;;
        esac\
        """);
    Contender zpaq = found(new ArrayList<>()).getFirst();
    assertEquals("zpaq add {out} {in} -m5 -t1 (zpaq v0)", zpaq.description());
    assertTrue(zpaq.measure(TEXT, true).orElseThrow().decompressSeconds() > 0);
    assertTidy();
  }

  @Test
  void anotherProgramDecodesPictures() throws IOException {
    program("cwebp", "[ \"$1\" = -version ] && { echo 1.0; exit; }; cp \"$8\" \"$6\"");
    Subject picture = Pictures.read(Samples.png(Samples.picture(9, 7, 5)));
    Contender cwebp = found(new ArrayList<>()).getFirst();
    assertFalse(Double.isFinite(cwebp.measure(picture, true).orElseThrow().decompressSeconds()));
    // Its header may be another one, so the bytes are not compared.
    program("dwebp", "echo other >\"$4\"");
    cwebp = found(new ArrayList<>()).getFirst();
    assertTrue(cwebp.measure(picture, true).orElseThrow().decompressSeconds() > 0);
    assertTidy();
  }

  @Test
  void bytezipIsAProcessWithThePeakOfTheWorseDirection() throws IOException {
    Path bytezip =
        program(
            "launcher",
            """
            case "$*" in
              --version) echo 'bytezip 0';;
              'compress -q -T 2 --profile frozen -c '*) cat "$8";;
              'decompress -q -T 2 -c '*) cat "$6";;
              *) exit 64;;
            esac\
            """);
    Variant variant = new Variant("slow", CompressOptions.DEFAULTS, List.of("--profile", "frozen"));
    Launcher launcher = new Launcher(bytezip, List.of("-T", "2"));
    List<String> missing = new ArrayList<>();
    Contender without = Programs.bytezip(launcher, variant, temporary, "", missing);
    assertEquals(List.of("time"), missing);
    assertEquals(0, without.measure(TEXT, true).orElseThrow().peakBytes());

    program(
        "time",
        """
        [ "$1" = --version ] && { echo 'time (GNU Time) 9'; exit; }
        case $7 in compress) echo 20 >"$5";; *) echo 30 >"$5";; esac
        shift 5; "$@\"\
        """);
    missing.clear();
    Contender with = Programs.bytezip(launcher, variant, temporary, folder.toString(), missing);
    assertEquals(List.of(), missing);
    assertEquals("slow", with.name());
    assertEquals(
        "bytezip compress -q -T 2 --profile frozen -c {in} (bytezip 0)", with.description());
    Measurement measured = with.measure(TEXT, true).orElseThrow();
    assertEquals(30 * 1024, measured.peakBytes());
    assertEquals(TEXT.bytes().length, measured.bytes());
    assertTidy();
  }
}
