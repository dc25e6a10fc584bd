package io.bytezip.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run in a process of its own, and SIGKILL. */
@Timeout(120)
class KilledRunTest {
  private static final int SIGKILLED = 137;
  private static final int STEPS = 200;

  @TempDir Path folder;

  private List<String> arguments(Texts texts, Path out) throws Exception {
    return new ArrayList<>(
        List.of(
            "--config",
            texts.config().toString(),
            "--data",
            "text=" + texts.words("words", List.of("one", "two", "three")),
            "--cache",
            folder.resolve("cache").toString(),
            "--bytes",
            Integer.toString(STEPS * 128),
            "--set",
            "checkpointMinutes=1e-9",
            "--name",
            "model",
            "--out",
            out.toString()));
  }

  private static void train(Texts texts, List<String> arguments) {
    assertEquals(
        0,
        TrainCommand.execute(texts.out(), texts.err(), arguments.toArray(String[]::new)),
        texts::told);
  }

  @Test
  void goesOnAsIfNothingHadHappened() throws Exception {
    Texts texts = new Texts(folder);
    Path steady = folder.resolve("steady");
    train(texts, arguments(texts, steady));

    Path killed = folder.resolve("killed");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-Xmx400m",
                "-Dai.djl.offline=true",
                "-cp",
                System.getProperty("java.class.path"),
                TrainCommand.class.getName()));
    command.addAll(arguments(texts, killed));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(folder.resolve("messages").toFile()))
            .start();
    // checkpoint.bin appears by a move, so it is whole at once.
    Path checkpoint = killed.resolve("checkpoint.bin");
    while (process.isAlive() && !Files.exists(checkpoint)) {
      Thread.sleep(1);
    }
    process.destroyForcibly();
    assertEquals(SIGKILLED, process.waitFor(), Files.readString(folder.resolve("messages")));
    int step = Checkpoint.read(checkpoint).step();
    assertTrue(step > 0 && step < STEPS, "killed after step " + step);

    List<String> resumed = arguments(texts, killed);
    resumed.add("--resume");
    train(texts, resumed);
    assertArrayEquals(
        Files.readAllBytes(steady.resolve("model.safetensors")),
        Files.readAllBytes(killed.resolve("model.safetensors")));
  }
}
