package io.bytezip.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process of its own: real streams, exit codes, signals. */
@Timeout(60)
class ProcessTest {
  @TempDir Path folder;

  private Process start(String... arguments) throws IOException {
    return builder(arguments).start();
  }

  private ProcessBuilder builder(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--add-modules",
            "jdk.incubator.vector",
            "-XX:+UseSerialGC",
            "-Xmx400m",
            "-cp",
            System.getProperty("java.class.path"),
            "io.bytezip.cli.Main"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectError(folder.resolve("messages").toFile());
  }

  private String messages() throws IOException {
    return Files.readString(folder.resolve("messages"))
        .replace("WARNING: Using incubator modules: jdk.incubator.vector\n", "");
  }

  @Test
  void aPipeGoesThereAndBack() throws Exception {
    byte[] content = "A pipe, a pipe, a pipe. ".repeat(100).getBytes(StandardCharsets.UTF_8);
    Process compress = start();
    try (OutputStream in = compress.getOutputStream()) {
      in.write(content);
    }
    byte[] archive = compress.getInputStream().readAllBytes();
    assertEquals(0, compress.waitFor(), messages());
    Process decompress = start("-d");
    try (OutputStream in = decompress.getOutputStream()) {
      in.write(archive);
    }
    assertArrayEquals(content, decompress.getInputStream().readAllBytes());
    assertEquals(0, decompress.waitFor(), messages());
    assertEquals("", messages());
  }

  @Test
  void exitCodesAreThoseOfTheReadme() throws Exception {
    Files.writeString(folder.resolve("bad.byz"), "no archive");
    assertEquals(1, start("missing").waitFor());
    assertEquals("bytezip: missing: no such file or folder\n", messages());
    Files.createSymbolicLink(folder.resolve("link"), Path.of("bad.byz"));
    assertEquals(2, start("link").waitFor());
    assertEquals(3, start("-t", "bad.byz").waitFor());
    assertEquals(64, start("--nonsense").waitFor());
  }

  /** Where a shell led standard output into a file, the result goes behind what is there. */
  @Test
  void aDescriptorIsNoFileToReplace() throws Exception {
    String descriptor = "/proc/self/fd/1";
    assumeTrue(Files.exists(Path.of(descriptor)));
    String content = "A file, a file, a file. ".repeat(100);
    Files.writeString(folder.resolve("text"), content);
    Path out = folder.resolve("out");
    for (int i = 0; i < 2; i++) {
      ProcessBuilder builder = builder("-1", "-f", "-o", descriptor, "text");
      Process process = builder.redirectOutput(Redirect.appendTo(out.toFile())).start();
      assertEquals(0, process.waitFor(), messages());
    }
    assertEquals(List.of("messages", "out", "text"), files());
    Process decompress = start("-dc", "-f", "out");
    assertEquals(
        content.repeat(2),
        new String(decompress.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    assertEquals(0, decompress.waitFor(), messages());
  }

  @Test
  void aFolderIsNotPackedIntoItself() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/stdout")));
    Path inside = Files.createDirectories(folder.resolve("packed"));
    Files.writeString(inside.resolve("text"), "A file, a file, a file. ");
    Path out = inside.resolve("out");
    String message =
        "bytezip: packed: the archive would lie within the folder itself; name another place for"
            + " it\n";
    for (String to : new String[] {"-", "/dev/stdout"}) {
      Process process =
          builder("-1", "-f", "-o", to, "packed").redirectOutput(out.toFile()).start();
      assertEquals(1, process.waitFor());
      assertEquals(message, messages());
    }
    assertEquals(0, Files.size(out));
  }

  @Test
  void stoppingLeavesNothing() throws Exception {
    Process process = start("-o", "archive");
    try (OutputStream in = process.getOutputStream()) {
      in.write("the beginning of something long".getBytes(StandardCharsets.UTF_8));
      in.flush();
      while (files().stream().noneMatch(name -> name.startsWith(".bytezip-"))) {
        assertTrue(process.isAlive(), messages());
        Thread.sleep(10);
      }
      process.destroy();
      assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    }
    assertEquals(143, process.exitValue());
    assertEquals(List.of("messages"), files());
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
