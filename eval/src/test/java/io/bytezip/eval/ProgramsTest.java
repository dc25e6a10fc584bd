package io.bytezip.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bytezip.modalities.Modality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs({OS.LINUX, OS.MAC})
class ProgramsTest {
  @TempDir Path folder;

  private void program(String name, String script) throws IOException {
    Path path = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void programsRunOnWhatTheyRead() throws IOException {
    program("xz", "[ \"$1\" = --version ] && { echo 'xz 9.9'; exit; }; head -c 10 \"$5\"");
    program("flac", "[ \"$1\" = --version ] && { echo 'flac 9'; exit; }; exit 3");
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    List<String> missing = new ArrayList<>();
    List<Baseline> found = Programs.found(temporary, folder.toString(), missing);
    assertEquals(List.of("zstd", "cwebp", "cjxl"), missing);
    assertEquals(List.of("xz -9e", "flac -8ep"), names(found));
    assertEquals("xz -9e -T1 -k -c {in} (xz 9.9)", found.getFirst().description());
    Subject text = new Subject(Modality.TEXT, Samples.text(50, 1), new Content.Plain());
    assertEquals(OptionalLong.of(10), found.get(0).size(text));
    assertEquals(OptionalLong.empty(), found.get(1).size(text));
    Subject audio = Recordings.wav(Samples.wav(Samples.tone(20, 1), 1, 8000));
    assertThrows(IOException.class, () -> found.get(1).size(audio));
    try (Stream<Path> left = Files.list(temporary)) {
      assertEquals(0, left.count());
    }
  }

  private static List<String> names(List<Baseline> baselines) {
    return baselines.stream().map(Baseline::name).toList();
  }
}
