package io.bytezip.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.bytezip.modelzoo.Catalogue;
import io.bytezip.modelzoo.ModelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FinetuneCommandTest {
  @TempDir Path folder;

  private Texts texts;

  private int finetune(Object... arguments) {
    // Small batches, for speed.
    Stream<Object> small = Stream.of("--length", 64, "--batch", 4, "--micro", 4);
    String[] words =
        Stream.concat(Stream.of(arguments), small).map(Object::toString).toArray(String[]::new);
    return FinetuneCommand.execute(texts.out(), texts.err(), words);
  }

  private Path trained() throws Exception {
    Path out = folder.resolve("base");
    int status =
        TrainCommand.execute(
            texts.out(),
            texts.err(),
            "--config",
            texts.config().toString(),
            "--data",
            "text=" + texts.words("words", List.of("one", "two")),
            "--out",
            out.toString(),
            "--bytes",
            "12800",
            "--lr",
            "0.01",
            "--license",
            "cc0-1.0");
    assertEquals(0, status, texts::told);
    return out.resolve("base.safetensors");
  }

  private static double firstBits(Path run) throws Exception {
    return validations(run).getFirst();
  }

  private static List<Double> validations(Path run) throws Exception {
    List<Double> bits = new ArrayList<>();
    for (JsonObject event : RunLog.read(run.resolve("log.jsonl"))) {
      if (event.get("event").getAsString().equals("validation")) {
        bits.add(event.get("bits").getAsDouble());
      }
    }
    return bits;
  }

  @Test
  void goesOnFromAModelAndSaysSo() throws Exception {
    texts = new Texts(folder);
    Path base = trained();
    double before = validations(folder.resolve("base")).getLast();
    Path words = texts.words("words", List.of());
    Path out = folder.resolve("same");
    // No learning to speak of: the first validation is the base model's.
    assertEquals(
        0,
        finetune("--from", base, words, "--out", out, "--bytes", 512, "--lr", 1e-12),
        texts::told);
    assertEquals(before, firstBits(out), 0.3);

    Path other = texts.words("other", List.of("drei", "vier", "zwölf"));
    Path tuned = folder.resolve("tuned");
    assertEquals(
        0,
        finetune(
            "--from",
            base,
            other.resolve("words.txt"),
            "--out",
            tuned,
            "--bytes",
            51200,
            "--lr",
            0.003),
        texts::told);
    List<Double> bits = validations(tuned);
    assertTrue(bits.getLast() < bits.getFirst(), bits.toString());
    ModelFile from = ModelFile.load(base);
    ModelFile model = Catalogue.of(List.of()).load(tuned.resolve("tuned.safetensors").toString());
    assertEquals("tuned", model.name());
    assertEquals(from.config(), model.config());
    assertEquals("cc0-1.0", model.metadata().get("license"));
    String card = Files.readString(tuned.resolve("tuned.md"));
    assertTrue(card.contains("Fine-tuned from base (id " + from.id() + ", SHA-256 "), card);
    assertTrue(card.contains("| words.txt | not stated | 100.0 % |"), card);
  }

  @Test
  void mistakesGetOneLine() throws Exception {
    texts = new Texts(folder);
    Path words = texts.words("words", List.of("one", "two"));
    Path out = folder.resolve("out");
    Path noModel = Files.writeString(folder.resolve("no.safetensors"), "nothing");
    Object[][] lines = {
      {"there is no model \"nothing\"", "--from", "nothing", words, "--out", out},
      {"safetensors", "--from", noModel, words, "--out", out},
      {"no such file or folder: gone", "--from", "bytezip-text", "gone", "--out", out},
      {"unknown kind", "--from", "bytezip-text", words, "--kind", "film", "--out", out},
      {"shape", "--from", "bytezip-text", words, "--set", "model.stride=1", "--out", out},
      {"no checkpoint", "--from", "bytezip-text", words, "--resume", "--out", out},
      {"does not read", "--from", "bytezip-image-4", words, "--kind", "text", "--out", out},
      {"that the model reads", "--from", "bytezip-audio-2", words, "--out", out},
    };
    for (Object[] line : lines) {
      assertEquals(1, finetune(Arrays.copyOfRange(line, 1, line.length)));
      String told = texts.told();
      assertEquals(1, told.lines().count(), told);
      assertTrue(told.startsWith("bytezip finetune: ") && told.contains(line[0].toString()), told);
    }
    assertEquals(2, finetune(words, "--out", out));
  }
}
