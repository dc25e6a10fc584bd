package io.bytezip.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import io.bytezip.engine.ModelConfig;
import io.bytezip.engine.ModelConfig.LayoutInputs;
import io.bytezip.engine.ModelConfig.Ngram;
import io.bytezip.modalities.PixelsLayout;
import io.bytezip.modelzoo.ModelFile;
import io.bytezip.modelzoo.Safetensors;
import io.bytezip.train.FlatParameters.Slice;
import io.bytezip.train.data.FolderPacks;
import io.bytezip.train.data.FolderPacks.Input;
import io.bytezip.train.data.Modality;
import io.bytezip.train.data.Pack;
import io.bytezip.train.data.PackOptions;
import io.bytezip.train.data.Split;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The runner in {@code train/python} against the trainer in Java. Needs Python: {@code python3}, or
 * what the environment variable {@code BYTEZIP_PYTHON} names; tests that miss it, numpy or PyTorch
 * are skipped.
 */
class PythonRunnerTest {
  private static final int STEPS = 100;
  private static final Path SCRIPTS = Path.of("python").toAbsolutePath();

  @TempDir Path folder;

  /** What a process said and how it ended. */
  private record Ended(int status, String out) {}

  private Ended python(String... arguments) throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "python", ".txt");
    Process process = start(out, arguments);
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    return new Ended(process.waitFor(), Files.readString(out));
  }

  private static Process start(Path out, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getenv().getOrDefault("BYTEZIP_PYTHON", "python3"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(SCRIPTS.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    return builder.start();
  }

  /** Arguments of a run that logs every step. */
  private String[] run(Pack pack, Path out, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.add(SCRIPTS.resolve("bytezip_train.py").toString());
    arguments.addAll(List.of("--step", folder.resolve("step").toString()));
    arguments.addAll(List.of("--pack", pack.folder().toString()));
    arguments.addAll(List.of("--out", out.toString()));
    arguments.addAll(List.of("--precision", "f32", "--log-seconds", "0"));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  private static List<Double> bits(Path out) throws IOException {
    return RunLog.read(out.resolve("log.jsonl")).stream()
        .filter(event -> event.get("event").getAsString().equals("train"))
        .map(event -> event.get("bits").getAsDouble())
        .toList();
  }

  private void assumeModules(String... modules) throws InterruptedException {
    boolean found;
    try {
      found = python("-c", "import " + String.join(", ", modules)).status == 0;
    } catch (IOException e) {
      found = false;
    }
    assumeTrue(found, "no Python with " + String.join(" and ", modules) + " here");
  }

  @Test
  void unitTestsPass() throws Exception {
    assumeModules("numpy");
    Ended ended = python("-m", "unittest", "-v", "test_bytezip_train");
    assertEquals(0, ended.status, ended.out);
    assertTrue(ended.out.contains("test_windows") && ended.out.contains("OK"), ended.out);
  }

  @Test
  void bothWriteTheSameModelFile() throws Exception {
    assumeModules("numpy");
    ModelConfig config = config();
    FlatParameters flat = new FlatParameters(config);
    new StepExport(config, settings()).write(folder.resolve("step"), "some", "CC0-1.0");
    Ended ended =
        python(
            "-c",
            """
            import sys
            import bytezip_train as runner
            step = runner.Step(sys.argv[1])
            runner.write_model(sys.argv[2], "some", step, step.initial(), 7, 900)
            """,
            folder.resolve("step").toString(),
            folder.toString());
    assertEquals(0, ended.status, ended.out);
    float[] values = flat.initial(settings().seed());
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("license", "CC0-1.0");
    facts.put("steps", "7");
    facts.put("bytes_seen", "900");
    Path ours = folder.resolve("ours.safetensors");
    ModelFile.write(
        ours, Safetensors.DType.F16, "some", config, name -> tensor(flat, values, name), facts);
    assertArrayEquals(
        Files.readAllBytes(ours), Files.readAllBytes(folder.resolve("some.safetensors")));
  }

  @Test
  void mistakesGetOneLine() throws Exception {
    assumeModules("numpy");
    new StepExport(config(), settings()).write(folder.resolve("step"), "some", "CC0-1.0");
    Path script = SCRIPTS.resolve("bytezip_train.py");
    for (String[] mistake :
        new String[][] {
          {"missing", "pack", "missing"},
          {folder.resolve("step").toString(), "missing", "missing"},
        }) {
      Ended ended =
          python(
              script.toString(),
              "--step",
              mistake[0],
              "--pack",
              mistake[1],
              "--out",
              folder.resolve("out").toString());
      assertEquals(1, ended.status, ended.out);
      assertEquals(1, ended.out.lines().count(), ended.out);
      assertTrue(
          ended.out.startsWith("bytezip_train.py: ") && ended.out.contains(mistake[2]), ended.out);
    }
  }

  @Test
  void hundredStepsAgree() throws Exception {
    assumeModules("numpy", "torch");
    Pack pack = pack();
    List<Double> ours = new ArrayList<>();
    List<JsonObject> events = new ArrayList<>();
    TorchModel.start(1);
    Trainer.Listener listener =
        new Trainer.Listener() {
          @Override
          public void step(long symbols, double progress, double bits, double symbolsPerSecond) {
            ours.add(bits);
          }

          @Override
          public void log(JsonObject event) {
            events.add(event);
          }

          @Override
          public void best() {}
        };
    try (Trainer trainer =
        new Trainer(config(), settings(), pack, folder.resolve("checkpoint.bin"), 0, listener)) {
      trainer.run();
    }

    Path out = folder.resolve("out");
    new StepExport(config(), settings()).write(folder.resolve("step"), "some", "CC0-1.0");
    Ended ended = python(run(pack, out));
    assertEquals(0, ended.status, ended.out);
    List<JsonObject> log = RunLog.read(out.resolve("log.jsonl"));
    List<Double> theirs = bits(out);
    assertEquals(STEPS, ours.size());
    assertEquals(STEPS, theirs.size());
    assertTrue(ours.get(0) > 7 && ours.get(STEPS - 1) < 6, "it learns: " + ours);
    for (int i = 0; i < STEPS; i++) {
      assertEquals(ours.get(i), theirs.get(i), 1e-3, "bits of step " + (i + 1));
    }
    JsonObject validation = events.get(events.size() - 1);
    JsonObject same = log.get(log.size() - 1);
    for (String kind : List.of("text", "image", "bits")) {
      assertEquals(validation.get(kind).getAsDouble(), same.get(kind).getAsDouble(), 1e-3, kind);
    }

    Path file = out.resolve("some.safetensors");
    ModelFile loaded = ModelFile.load(file);
    assertEquals(config(), loaded.config());
    assertEquals(Integer.toString(STEPS), loaded.metadata().get("steps"));
    float difference = ParityTest.difference(config(), 192, values(file));
    assertTrue(difference < 1e-3f, "logits differ by " + difference);
  }

  /**
   * PyTorch's "meta" device has shapes and no numbers: on it every operation of a step is seen to
   * take its tensors from one device, as CUDA wants it. Only the numbers of the step, single
   * values, are the processor's.
   */
  @Test
  void scriptsFollowTheDeviceOfTheirArguments() throws Exception {
    assumeModules("numpy", "torch");
    new StepExport(config(), settings()).write(folder.resolve("step"), "some", "CC0-1.0");
    Ended ended =
        python(
            "-c",
            """
            import sys, torch
            from torch.utils._python_dispatch import TorchDispatchMode
            from torch.utils._pytree import tree_leaves
            import bytezip_train as runner

            class Watch(TorchDispatchMode):
                operations, mixed = 0, set()

                def __torch_dispatch__(self, operation, types, args=(), kwargs=None):
                    Watch.operations += 1
                    tensors = [x for x in tree_leaves((args, kwargs)) if torch.is_tensor(x)]
                    if len({x.device for x in tensors}) > 1:
                        strangers = [x for x in tensors if x.device.type != "meta" and x.dim() > 0]
                        if strangers:
                            Watch.mixed.add(str(operation))
                    return operation(*args, **(kwargs or {}))

            step = runner.Step(sys.argv[1])
            tokens = step.settings["sequences"] * step.settings["length"]
            tables = len(step.model["ngrams"])
            p, m, v = (torch.zeros(step.size, device="meta") for _ in range(3))
            inputs = torch.zeros(tokens, step.inputs, dtype=torch.int32, device="meta")
            rows = torch.zeros(tables, tokens, dtype=torch.int32, device="meta")
            targets = torch.zeros(tokens, dtype=torch.int64, device="meta")
            numbers = torch.from_numpy(runner.hyper(step.settings, 1, 0))
            for precision in ("f32", "bf16"):
                train = torch.jit.load(step.archive("step", precision), map_location="meta")
                losses = torch.jit.load(step.archive("losses", precision), map_location="meta")
                with torch.jit.optimized_execution(False), Watch():
                    report = train(p, m, v, numbers, inputs, rows, targets)
                    each = losses(p, inputs, rows, targets)
                assert report.device.type == each.device.type == "meta"
            print("operations", Watch.operations, "mixed", sorted(Watch.mixed))
            """,
            folder.resolve("step").toString());
    assertEquals(0, ended.status, ended.out);
    assertTrue(ended.out.matches("(?s).*operations \\d{3,} mixed \\[\\]\\s*"), ended.out);
  }

  @Test
  void stoppedAndKilledRunsEqualAnUninterruptedOne() throws Exception {
    assumeModules("numpy", "torch");
    Pack pack = pack();
    JsonObject often = new JsonObject();
    often.addProperty("checkpointMinutes", 1e-9);
    new StepExport(config(), settings().with(often))
        .write(folder.resolve("step"), "some", "CC0-1.0");
    Path whole = folder.resolve("whole");
    Ended ended = python(run(pack, whole));
    assertEquals(0, ended.status, ended.out);

    Path parts = folder.resolve("parts");
    Path said = folder.resolve("said.txt");
    Process first = start(said, run(pack, parts));
    awaitSteps(first, parts, 5);
    first.destroy();
    assertEquals(130, first.waitFor(), Files.readString(said));
    assertTrue(Files.readString(said).contains("--resume goes on"), Files.readString(said));
    Process second = start(said, run(pack, parts, "--resume"));
    awaitSteps(second, parts, bits(parts).size() + 5);
    second.destroyForcibly().waitFor();
    ended = python(run(pack, parts));
    assertEquals(1, ended.status, ended.out);
    assertTrue(ended.out.contains("holds a run already"), ended.out);
    ended = python(run(pack, parts, "--resume"));
    assertEquals(0, ended.status, ended.out);
    assertEquals(bits(whole), bits(parts));
    assertArrayEquals(
        Files.readAllBytes(whole.resolve("some.safetensors")),
        Files.readAllBytes(parts.resolve("some.safetensors")));
  }

  private static void awaitSteps(Process process, Path out, int steps) throws Exception {
    while (process.isAlive() && bits(out).size() < steps) {
      process.waitFor(10, TimeUnit.MILLISECONDS);
    }
  }

  private static float[] values(Path file) throws IOException {
    Safetensors tensors = Safetensors.read(file);
    FlatParameters flat = new FlatParameters(config());
    float[] values = new float[flat.size()];
    for (Slice slice : flat.slices().values()) {
      System.arraycopy(tensors.floats(slice.name()), 0, values, slice.offset(), slice.size());
    }
    return values;
  }

  private static float[] tensor(FlatParameters flat, float[] values, String name) {
    Slice slice = flat.slices().get(name);
    return Arrays.copyOfRange(values, slice.offset(), slice.offset() + slice.size());
  }

  private static ModelConfig config() {
    Shapes shape = new Shapes();
    PixelsLayout pixels = new PixelsLayout(1, 1, false);
    shape.layouts =
        List.of(
            Shapes.bytes(),
            new LayoutInputs(
                pixels.id(),
                pixels.version(),
                Arrays.stream(pixels.contextSizes()).boxed().toList()));
    shape.ngrams = List.of(new Ngram(3, 1024, 4), new Ngram(6, 256, 2));
    shape.ngramOutput = true;
    return shape.config();
  }

  private static TrainSettings settings() throws Exception {
    JsonObject changes = new JsonObject();
    changes.addProperty("sequences", 4);
    changes.addProperty("length", 128);
    changes.addProperty("micro", 2);
    changes.addProperty("rate", 0.01);
    changes.addProperty("warmup", 10);
    changes.addProperty("bytes", STEPS * 4 * 128);
    changes.addProperty("validationSymbols", 2048);
    changes.addProperty("precision", "f32");
    return TrainSettings.defaults().with(changes);
  }

  /** Text and pictures. */
  private Pack pack() throws Exception {
    SplittableRandom random = new SplittableRandom(3);
    Path texts = Files.createDirectories(folder.resolve("texts"));
    for (int i = 0; i < 3; i++) {
      StringBuilder text = new StringBuilder();
      while (text.length() < 20_000) {
        text.append(List.of("the ", "brown ", "fox ", "lazy ", "dogs.\n").get(random.nextInt(5)));
      }
      Files.writeString(texts.resolve(i + ".txt"), text);
    }
    Path pictures = Files.createDirectories(folder.resolve("pictures"));
    for (int i = 0; i < 20; i++) {
      BufferedImage picture = new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB);
      for (int y = 0; y < 20; y++) {
        for (int x = 0; x < 30; x++) {
          picture.setRGB(x, y, (7 * x * i + 5 * y + random.nextInt(4)) * 0x010203 & 0xFFFFFF);
        }
      }
      ImageIO.write(picture, "png", pictures.resolve(i + ".png").toFile());
    }
    return new FolderPacks(folder.resolve("packs"), PackOptions.defaults(), line -> {})
        .open(
            List.of(
                Input.of(Modality.TEXT, Split.TRAIN, texts),
                Input.of(Modality.IMAGE, Split.TRAIN, pictures)),
            new FolderPacks.Reading(false, 1, 0, Map.of()));
  }
}
