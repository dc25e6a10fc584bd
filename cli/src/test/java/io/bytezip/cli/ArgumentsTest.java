package io.bytezip.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line: help, refusals, reports. */
class ArgumentsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--no-such-option",
        "-d -t x",
        "-T x y",
        "-T -1 x",
        "-c -o y x",
        "-1 --profile mixed x",
        "-6 --profile frozen x",
        "eval -4 --profile mixed .",
        "-o y a b",
        "--rm -c x",
        "--rm",
        "--verify -c x",
        "--verify",
        "--rm -k x",
        "list --rm x",
        "train --steps 5",
        "finetune --from bytezip-text chats --out mine",
        "sweep grid.yaml --out runs",
        "data pack recipe.yaml",
        "eval",
        "eval --json --csv .",
        "context",
        "context --window 0 .",
        "context --window 65537 .",
        "context --max-bytes -1 .",
        "context --sample list --max-files 2 .",
        "transfer",
        "transfer --window 0 --models bytezip-text .",
        "transfer --models bytezip-image-4 .",
        "transfer --model bytezip-text .",
        "scaling runs/a",
        "compress -d x",
        "--as f8 x",
        "--best -1 --profile mixed x",
        "compress --as pixels:0x3 x"
      })
  void nonsenseIsOneLineAndItsOwnCode(String line) {
    Run.Result result = Run.with().run((Object[]) line.split(" "));
    assertEquals(ExitCode.USAGE, result.code());
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(result.err().startsWith("bytezip: "), result.err());
    assertEquals(0, result.out().length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "compress --help",
        "decompress -h",
        "test -h",
        "list -h",
        "models -h",
        "eval -h",
        "context -h",
        "transfer -h"
      })
  void helpGoesToStandardOutput(String line) {
    Run.Result result = Run.with().run((Object[]) line.split(" "));
    assertEquals(ExitCode.DONE, result.code());
    assertTrue(result.text().startsWith("Usage: bytezip"), result.text());
    assertEquals("", result.err());
  }

  @Test
  void aBareCallOnATerminalShowsTheUsage() {
    Run.Result result = Run.with().terminals(true, true, true).run();
    assertEquals(ExitCode.USAGE, result.code());
    assertTrue(result.err().startsWith("Usage: bytezip"), result.err());
  }

  @Test
  void filesMayBeCalledLikeCommandsAndLists() throws IOException {
    Path list = Files.writeString(folder.resolve("@list"), "--rm\n");
    assertEquals(ExitCode.DONE, Run.with().run("-1", list).code());
    assertTrue(Files.exists(folder.resolve("@list.byz")));
    // After an option, "test" is a file, here one that is not there.
    for (String command : new String[] {"test", "list", "data"}) {
      Run.Result result = Run.with().run("-1", list, command, "@" + list);
      assertEquals(
          "bytezip: %s: no such file or folder\nbytezip: @%s: no such file or folder\n"
              .formatted(command, list),
          result.err().lines().skip(1).map(line -> line + "\n").reduce("", String::concat));
    }
    assertTrue(Files.exists(list));
  }

  @Test
  void anEmptyNameIsNoFolder() {
    assertEquals(ExitCode.USAGE, Run.with().run("-1", "").code());
    assertEquals(ExitCode.USAGE, Run.with().run("-1", "-o", "", "x").code());
    assertEquals(ExitCode.USAGE, Run.with().run("extract", "-o", "", "x").code());
  }

  @Test
  void versionIsOneLine() {
    assertEquals(1, Run.with().run("-V").text().lines().count());
  }

  @Test
  void levelsHaveProfilesAndNames() throws IOException {
    String[][] same = {
      {"-1", "--fast", "-1 --profile adaptive", "-9 -1", "-1 -vv -qq"},
      {"-4", "--profile adaptive"},
      {"-6", "-T1", "-T2", "-T2147483647", "-k", "--profile mixed"},
      {"-9", "--best"}
    };
    byte[] text = "some text".repeat(100).getBytes(StandardCharsets.UTF_8);
    for (String[] group : same) {
      byte[] first = Run.with().input(text).run((Object[]) group[0].split(" ")).out();
      assertArrayEquals(text, Run.with().input(first).run("-d").out());
      for (String other : group) {
        assertArrayEquals(
            first, Run.with().input(text).run((Object[]) other.split(" ")).out(), other);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1 light", "-2 medium", "-3 strong", "-4 full"})
  void theListingNamesTheEffort(String line) throws IOException {
    String level = line.substring(0, 2);
    String effort = line.substring(3);
    Path file = Files.writeString(folder.resolve("file"), "the cat sat; a mat! ".repeat(30));
    assertEquals(ExitCode.DONE, Run.with().run(level, file).code());
    Path archive = folder.resolve("file.byz");
    String json = Run.with().run("list", "--json", archive).text();
    String table = Run.with().run("list", "-v", archive).text();
    assertTrue(json.contains("\"effort\":\"" + effort + "\""), json);
    assertEquals(!effort.equals("full"), table.contains("adaptive (" + effort + ")"), table);
  }

  @Test
  void filesMayHaveTheNamesOfCommandsAndOptions() throws IOException {
    Path odd = Files.writeString(folder.resolve("-d"), "odd");
    assertEquals(ExitCode.DONE, Run.with().run("--", odd).code());
    assertTrue(Files.exists(folder.resolve("-d.byz")));
  }

  @Test
  void listsWhatAnArchiveHolds() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "0123456789".repeat(100));
    Run.with().run(file);
    Path archive = folder.resolve("file.byz");
    long size = Files.size(archive);
    Run.Result table = Run.with().run("list", "-v", archive);
    assertEquals(ExitCode.DONE, table.code());
    assertTrue(table.text().contains(" " + size + " "), table.text());
    assertTrue(table.text().contains(" 1,000 "), table.text());
    JsonObject json =
        JsonParser.parseString(Run.with().run("list", "--json", archive).text()).getAsJsonObject();
    assertEquals(size, json.get("archive").getAsLong());
    assertEquals(1000, json.get("original").getAsLong());
    assertEquals(1, json.getAsJsonArray("blocks").size());
    assertEquals(ExitCode.ERROR, Run.with().run("list").code());
  }

  @Test
  void reportsAsJson() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "0123456789".repeat(100));
    JsonObject json =
        JsonParser.parseString(Run.with().run("--json", file).text()).getAsJsonObject();
    assertEquals(file.toString(), json.get("file").getAsString());
    assertEquals(1000, json.get("original").getAsLong());
    assertEquals(Files.size(folder.resolve("file.byz")), json.get("archive").getAsLong());
  }

  @Test
  void tellsMoreWhenAsked() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "0123456789".repeat(100));
    Run.Result result = Run.with().run("-v", file);
    assertTrue(
        result
            .err()
            .startsWith("bytezip: " + file + ": compressed to " + file + ".byz: 1,000 bytes"),
        result.err());
  }

  @Test
  void anUnknownModelNameIsAnError() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "text");
    Run.Result result = Run.with().run("--model", "nobody", file);
    assertEquals(ExitCode.ERROR, result.code());
    assertTrue(result.err().contains("there is no model \"nobody\""), result.err());
    assertEquals(ExitCode.ERROR, Run.with().run("models", "nobody").code());
  }
}
