package io.bytezip.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.bytezip.modelzoo.ModelFile;
import io.bytezip.modelzoo.Safetensors;
import io.bytezip.train.data.Pack;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainCommandTest {
  private static final String CONFIG =
      """
      {"model": {"hidden_size": 16, "num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 8,
         "intermediate_size": 24, "windows": [16], "norm": "rms", "norm_position": "pre", "norm_eps": 1e-5,
         "position": "rope", "rope_theta": 10000, "stride": 0, "layouts": ["bytes"], "ngrams": [], "ngram_output": false},
       "training": {"sequences": 2, "length": 64, "micro": 2, "bytes": 2560, "validationSymbols": 128}}
      """;

  @TempDir Path folder;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    PrintStream told = new PrintStream(err, true, StandardCharsets.UTF_8);
    return TrainCommand.execute(told, told, arguments);
  }

  private String told() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private Path config(String text) throws Exception {
    Path file = folder.resolve("config.json");
    Files.writeString(file, text);
    return file;
  }

  private Path texts() throws Exception {
    Path texts = Files.createDirectories(folder.resolve("texts"));
    Files.writeString(texts.resolve("a.txt"), "all work and no play ".repeat(300));
    return texts;
  }

  @Test
  void trainsResumesAndExports() throws Exception {
    Path out = folder.resolve("tiny");
    Path table = folder.resolve("sources.md");
    Files.writeString(
        table,
        "| data | source | raw MB | licence |\n|---|---|---:|---|\n| play | me | 2 | CC0 |\n");
    String[] arguments = {
      "--config",
      config(CONFIG).toString(),
      "--data",
      "text=" + texts(),
      "--out",
      out.toString(),
      "--sources",
      table.toString()
    };
    assertEquals(0, run(arguments), told());
    ModelFile model = ModelFile.load(out.resolve("tiny.safetensors"));
    assertEquals("tiny", model.name());
    assertEquals(16, model.config().width());
    assertTrue(Files.readString(out.resolve("tiny.md")).startsWith("---\nlicense: apache-2.0\n"));
    assertTrue(Files.readString(out.resolve("tiny.md")).contains("| play (me) | CC0 | 100.0 % |"));
    List<String> log = Files.readAllLines(out.resolve("log.jsonl"));
    assertEquals(
        List.of("start", "train", "validation", "end"),
        log.stream()
            .map(line -> JsonParser.parseString(line).getAsJsonObject())
            .map(event -> event.get("event").getAsString())
            .distinct()
            .toList());
    BufferedImage curve = ImageIO.read(out.resolve("loss.png").toFile());
    assertEquals(1000, curve.getWidth());

    assertEquals(1, run(arguments));
    assertTrue(told().contains("--resume"), told());
    List<String> longer = new java.util.ArrayList<>(List.of(arguments));
    longer.addAll(List.of("--resume", "--bytes", "3840"));
    assertEquals(0, run(longer.toArray(String[]::new)), told());
    assertTrue(Files.readString(out.resolve("tiny.md")).contains("| bytes seen | 3,840 |"));
  }

  @Test
  void aFolderIsOneRunsAlone() throws Exception {
    Path out = folder.resolve("out");
    String[] arguments = {
      "--config",
      config(CONFIG).toString(),
      "--data",
      "text=" + texts(),
      "--bytes",
      "128",
      "--out",
      out.toString()
    };
    Files.createDirectories(out);
    try (FileChannel _ = new RunFolder(out).lock()) {
      assertEquals(1, run(arguments));
      assertTrue(told().contains("another run is at work in " + out), told());
      assertTrue(Files.notExists(new RunFolder(out).checkpoint()));
    }
    assertEquals(0, run(arguments), told());
  }

  @Test
  void beginsWithTheTensorsOfAnotherModel() throws Exception {
    Path first = folder.resolve("first");
    String[] shared = {"--config", config(CONFIG).toString(), "--data", "text=" + texts()};
    assertEquals(0, run(with(shared, "--out", first.toString())), told());
    Path model = first.resolve("first.safetensors");

    // A rate of next to nothing shows what the second one began with.
    Path second = folder.resolve("second");
    String[] deeper = {
      "--warm-start", model.toString(), "--out", second.toString(), "--set", "model.windows=[16,16]"
    };
    assertEquals(0, run(with(with(shared, deeper), "--lr", "1e-12", "--bytes", "128")), told());
    assertTrue(told().contains("14 of 23 tensors begin as those of first"), told());
    Path third = folder.resolve("third");
    String[] kept = {
      "--warm-start", model.toString(), "--out", third.toString(), "--set", "keep=0.5"
    };
    assertEquals(1, run(with(with(shared, kept), "--set", "model.windows=[16,16]")));
    assertTrue(told().contains("keep takes a model of the same shape"), told());
    assertEquals(0, run(with(with(shared, kept), "--bytes", "128")), told());
    String card = Files.readString(second.resolve("second.md"));
    assertTrue(card.contains("Begun with tensors of first (id "), card);
    Safetensors before = Safetensors.read(model);
    Safetensors after = Safetensors.read(second.resolve("second.safetensors"));
    for (String name : List.of("embed.weight", "layers.0.mlp.up.weight", "output.bias")) {
      assertArrayEquals(before.floats(name), after.floats(name), 1e-3f, name);
    }
    assertEquals(256, after.floats("layers.1.attention.query.weight").length);
    // The layer on top of it adds nothing yet, so the model predicts what the first one does.
    for (String name : List.of("layers.1.attention.output.weight", "layers.1.mlp.down.weight")) {
      float[] values = after.floats(name);
      assertArrayEquals(new float[values.length], values, 1e-6f, name);
    }
  }

  @Test
  void aTableOfOtherNgramsIsNotTaken() throws Exception {
    String ngrams = CONFIG.replace("[], \"ngram_output\"", "[ORDER], \"ngram_output\"");
    String three = "{\"order\": 3, \"rows\": 64, \"width\": 4}";
    Path first = folder.resolve("first");
    String[] data = {"--data", "text=" + texts(), "--bytes", "128", "--license", "cc0-1.0"};
    Path config = config(ngrams.replace("ORDER", three));
    assertEquals(
        0, run(with(data, "--config", config.toString(), "--out", first.toString())), told());
    Path model = first.resolve("first.safetensors");
    int[] common = new int[2];
    for (int order = 3; order <= 4; order++) {
      config = config(ngrams.replace("ORDER", three.replace("3", "" + order)));
      Path out = folder.resolve("order" + order);
      String[] warm = {
        "--config", config.toString(), "--warm-start", model.toString(), "--out", out.toString()
      };
      assertEquals(0, run(with(warm, "--data", "text=" + texts(), "--bytes", "128")), told());
      Matcher told = Pattern.compile("(\\d+) of \\d+ tensors begin").matcher(told());
      while (told.find()) {
        common[order - 3] = Integer.parseInt(told.group(1));
      }
      // The licence of what it began with is kept.
      String card = Files.readString(out.resolve("order" + order + ".md"));
      assertTrue(card.startsWith("---\nlicense: cc0-1.0\n"), card);
    }
    assertEquals(common[0] - 1, common[1]);
  }

  private static String[] with(String[] arguments, String... more) {
    return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--config nothing.json --data text=TEXTS --out OUT|no configuration nothing.json",
        "--config CONFIG --data text=missing --out OUT|no such folder: missing",
        "--config CONFIG --data video=TEXTS --out OUT|unknown kind of data \"video\"",
        "--config CONFIG --data text=TEXTS --weights text:0 --out OUT|no data with a weight above"
            + " 0",
        "--config CONFIG --data text=TEXTS --batch 3 --out OUT|micro must divide sequences",
        "--config CONFIG --data text=TEXTS --precision int8 --out OUT|precision must be",
        "--config CONFIG --data text=TEXTS --optimizer sgd --out OUT|optimizer must be",
        "--config CONFIG --data text=TEXTS --resume --out OUT|no checkpoint in",
        "--config CONFIG --data text=TEXTS --sources missing.md --out OUT|missing.md",
        "--config CONFIG --data text=TEXTS --ood text=missing --out OUT|no such folder: missing",
        "--config CONFIG --pack missing --out OUT|no such folder: missing",
        "--config CONFIG --pack TEXTS --out OUT|is no pack",
        "--config CONFIG --data text=TEXTS --out OUT --name a/b|a model's name has letters",
        "--config CONFIG --data text=TEXTS --out OUT --set sped=1|unknown training setting"
            + " \"sped\"",
        "--config CONFIG --data text=TEXTS --out OUT --set model.sped=1|sped",
        "--config CONFIG --data text=TEXTS --out OUT --set decay=much|decay",
        "--config CONFIG --data text=TEXTS --out OUT --warm-start nobody|nobody",
        "--config CONFIG --data text=TEXTS --out TEXTS/a.txt|TEXTS/a.txt"
      })
  void mistakesGetOneLine(String both) throws Exception {
    String[] parts = both.split("\\|", -1);
    String line =
        parts[0]
            .replace("CONFIG", config(CONFIG).toString())
            .replace("TEXTS", texts().toString())
            .replace("OUT", folder.resolve("out").toString());
    assertEquals(1, run(line.split(" ", -1)));
    assertEquals(1, told().lines().count(), told());
    String part = parts[1].replace("TEXTS", texts().toString());
    assertTrue(told().startsWith("bytezip train: ") && told().contains(part), told());
  }

  @Test
  void aBrokenShardIsOneLine() throws Exception {
    Path cache = folder.resolve("cache");
    String[] arguments = {
      "--config",
      config(CONFIG).toString(),
      "--data",
      "text=" + texts(),
      "--cache",
      cache.toString(),
      "--prepare-only",
      "--out",
      folder.resolve("out").toString()
    };
    assertEquals(0, run(arguments), told());
    Path pack;
    try (Stream<Path> packs = Files.list(cache)) {
      pack = packs.findFirst().orElseThrow();
    }
    Path shard = pack.resolve(Pack.open(pack).info().shards().getFirst().file());
    byte[] bytes = Files.readAllBytes(shard);
    bytes[bytes.length / 2] ^= 1;
    Files.write(shard, bytes);
    err.reset();
    assertEquals(
        1,
        run(
            "--config",
            config(CONFIG).toString(),
            "--pack",
            pack.toString(),
            "--out",
            folder.resolve("out").toString()));
    List<String> lines = told().lines().filter(line -> line.startsWith("bytezip train: ")).toList();
    assertEquals(1, lines.size(), told());
    assertTrue(lines.getFirst().contains(shard.getFileName().toString()), told());
    assertFalse(told().contains("\tat "), told());
  }

  @Test
  void badConfigurationNamesItsKey() throws Exception {
    String bad = CONFIG.replace("\"hidden_size\": 16", "\"hidden_size\": \"wide\"");
    assertEquals(
        1, run("--config", config(bad).toString(), "--data", "text=" + texts(), "--out", "o"));
    assertTrue(told().contains("hidden_size"), told());
    err.reset();
    bad = CONFIG.replace("\"sequences\"", "\"sequenzes\"");
    assertEquals(
        1, run("--config", config(bad).toString(), "--data", "text=" + texts(), "--out", "o"));
    assertTrue(told().contains("sequenzes"), told());
  }

  @Test
  void computeIsABudget() throws Exception {
    Path out = folder.resolve("flop");
    String config = config(CONFIG).toString();
    RunConfig run = RunConfig.load(config);
    // Thirty steps of two sequences of 64, less one byte.
    double flop = StepCost.of(run.model(), 64).total() * (30 * 128 - 1);
    assertEquals(
        0,
        run(
            "--config",
            config,
            "--data",
            "text=" + texts(),
            "--flop",
            Double.toString(flop),
            "--set",
            "int8=true",
            "--out",
            out.toString()),
        told());
    Safetensors model = Safetensors.read(out.resolve("flop.safetensors"));
    assertEquals(Safetensors.DType.I8, model.tensors().get("embed.weight").type());
    assertEquals(Safetensors.DType.F16, model.tensors().get("output.bias").type());
    List<JsonObject> events = RunLog.read(out.resolve("log.jsonl"));
    JsonObject end = events.getLast();
    assertEquals(30, end.get("step").getAsInt());
    assertEquals(StepCost.of(run.model(), 64).total() * 30 * 128, end.get("flop").getAsDouble(), 1);
    JsonObject rounded = events.get(events.size() - 2);
    JsonObject before = events.get(events.size() - 3);
    assertEquals("validation", before.get("event").getAsString());
    assertEquals(rounded.get("bits"), end.get("bits"));
    assertEquals(before.get("bits").getAsDouble(), rounded.get("bits").getAsDouble(), 0.05);
    assertEquals(2, run("--config", config, "--data", "text=x", "--flop", "0", "--out", "o"));
    assertEquals(
        2,
        run("--config", config, "--data", "text=x", "--flop", "1", "--bytes", "9", "--out", "o"));
    assertEquals(
        2,
        run(
            "--config",
            config,
            "--data",
            "text=x",
            "--flop",
            "1",
            "--set",
            "bytes=9",
            "--out",
            "o"));
    String step = folder.resolve("step").toString();
    assertEquals(
        2, run("--config", config, "--export-step", step, "--out", "o", "--set", "average=0.1"));
  }

  @Test
  void cardTellsNoAbsolutePaths() {
    assertEquals(
        "bytezip train --data text=books --out mine --lr 0.1 --cache a/b",
        CommandShell.commandLine(
            "bytezip train",
            "--data",
            "text=/home/me/books/",
            "--out",
            "/mine",
            "--lr",
            "0.1",
            "--cache",
            "a/b"));
  }

  @Test
  void wrongUsageIsTwo() {
    assertEquals(2, run("--no-such-option"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "text-small", "text-wide", "image", "audio", "all", "vanilla"})
  void builtInConfigurationsAreValid(String name) throws Exception {
    RunConfig run = RunConfig.load(name);
    TrainSettings.defaults()
        .with(run.training().deepCopy().isEmpty() ? run.training() : withBudget(run));
    long bytes = 2 * new FlatParameters(run.model()).parameters();
    assertTrue(bytes < 8_000_000, name + ": " + bytes);
  }

  private static com.google.gson.JsonObject withBudget(RunConfig run) {
    com.google.gson.JsonObject training = run.training().deepCopy();
    training.addProperty("bytes", 1);
    return training;
  }
}
