package io.bytezip.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bytezip tune}. */
class TuneTest {
  @TempDir Path folder;

  private Path texts(int files) throws IOException {
    return texts("texts", files, "");
  }

  /** Files of words of one kind, and one word more now and then. */
  private Path texts(String name, int files, String more) throws IOException {
    Path texts = Files.createDirectory(folder.resolve(name + files));
    for (int i = 0; i < files; i++) {
      SplittableRandom random = new SplittableRandom(i);
      StringBuilder text = new StringBuilder();
      while (text.length() < 20_000) {
        text.append(Integer.toString(random.nextInt(40) * 7919 + 40_000, 36)).append(' ');
        text.append(random.nextInt(20) == 0 ? more : "");
      }
      Files.writeString(texts.resolve(i + ".txt"), text, StandardCharsets.US_ASCII);
    }
    return texts;
  }

  @Test
  void theSameDataGiveTheSameStart() throws IOException {
    Path texts = texts(5);
    Path others = texts("others", 5, "elsewhere ");
    byte[][] made = new byte[2][];
    for (int i = 0; i < 2; i++) {
      Path out = folder.resolve("start" + i);
      Run.Result result =
          Run.with()
              .run(
                  "tune",
                  "--adaptive",
                  "--data",
                  "text=" + texts,
                  "--primer-from",
                  others,
                  "--out",
                  out,
                  "--pieces",
                  2,
                  "--rounds",
                  1,
                  "--primer",
                  300);
      assertEquals(ExitCode.DONE, result.code(), result.err());
      assertTrue(result.err().contains("of the bits by formulas"), result.err());
      made[i] = Files.readAllBytes(out);
    }
    assertTrue(made[0].length > 1000, "bytes: " + made[0].length);
    assertArrayEquals(made[0], made[1]);
    String start = new String(made[0], StandardCharsets.ISO_8859_1);
    assertTrue(start.contains("elsewhere"), "the primer comes from elsewhere");
  }

  @Test
  void whatIsMissingIsSaid() throws IOException {
    Path out = folder.resolve("out");
    String data = "text=" + texts(4);
    assertEquals(ExitCode.USAGE, Run.with().run("tune", "--data", data, "--out", out).code());
    assertEquals(
        ExitCode.USAGE,
        Run.with().run("tune", "--adaptive", "--data", "film=" + folder, "--out", out).code());
    Run.Result few = Run.with().run("tune", "--adaptive", "--data", data, "--out", out);
    assertEquals(ExitCode.ERROR, few.code());
    assertTrue(few.err().contains("fewer than 5 files"), few.err());
    Run.Result none =
        Run.with().run("tune", "--model", folder.resolve("no"), "--data", data, "--out", out);
    assertEquals(ExitCode.ERROR, none.code());
    assertFalse(Files.exists(out));
    Run.Result nowhere =
        Run.with()
            .run(
                "tune", "--adaptive", "--data", data, "--out", folder.resolve("no").resolve("out"));
    assertEquals(ExitCode.ERROR, nowhere.code());
    assertTrue(nowhere.err().contains("there is no folder"), nowhere.err());
    Run.Result useless =
        Run.with()
            .run("tune", "--model", out, "--primer-from", folder, "--data", data, "--out", out);
    assertEquals(ExitCode.USAGE, useless.code());
  }

  @Test
  void aModelMayBeReplaced() throws IOException {
    Path model = folder.resolve("model.safetensors");
    CoinModel.write(model);
    long before = Files.size(model);
    List<Object> command = new ArrayList<>();
    command.addAll(List.of("tune", "--model", model, "--data", "text=" + texts(5)));
    command.addAll(List.of("--pieces", 1, "--rounds", 1, "--out", model));
    Run.Result refused = Run.with().run(command.toArray());
    assertEquals(ExitCode.ERROR, refused.code());
    assertTrue(refused.err().contains("exists already"), refused.err());
    assertEquals(before, Files.size(model));
    command.add("-f");
    Run.Result result = Run.with().run(command.toArray());
    assertEquals(ExitCode.DONE, result.code(), result.err());
    assertTrue(Files.size(model) > before);
  }
}
