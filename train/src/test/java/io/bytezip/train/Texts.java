package io.bytezip.train;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** A tiny configuration, texts to train it on, and what commands said. */
final class Texts {
  static final String CONFIG =
      """
      {"model": {"hidden_size": 16, "num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 8,
         "intermediate_size": 24, "windows": [16], "norm": "rms", "norm_position": "pre", "norm_eps": 1e-5,
         "position": "rope", "rope_theta": 10000, "stride": 0, "layouts": ["bytes"], "ngrams": [], "ngram_output": false},
       "training": {"sequences": 2, "length": 64, "micro": 2, "bytes": 2560, "validationSymbols": 128, "precision": "f32"}}
      """;

  private final Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  Texts(Path folder) {
    this.folder = folder;
  }

  /** The configuration's file. */
  Path config() throws IOException {
    return Files.writeString(folder.resolve("config.json"), CONFIG);
  }

  /** A folder with one text of these words in random order. */
  Path words(String name, List<String> words) throws IOException {
    Path texts = Files.createDirectories(folder.resolve(name));
    Path file = texts.resolve("words.txt");
    if (!Files.exists(file)) {
      SplittableRandom random = new SplittableRandom(3);
      StringBuilder text = new StringBuilder();
      while (text.length() < 20_000) {
        text.append(words.get(random.nextInt(words.size()))).append(' ');
      }
      Files.writeString(file, text);
    }
    return texts;
  }

  PrintStream out() {
    return new PrintStream(out, true, StandardCharsets.UTF_8);
  }

  PrintStream err() {
    return new PrintStream(err, true, StandardCharsets.UTF_8);
  }

  /** What went to the standard output since the last call. */
  String printed() {
    return taken(out);
  }

  /** What went to the standard error since the last call. */
  String told() {
    return taken(err);
  }

  private static String taken(ByteArrayOutputStream stream) {
    String text = stream.toString(StandardCharsets.UTF_8);
    stream.reset();
    return text;
  }
}
