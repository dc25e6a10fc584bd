package io.bytezip.codec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the golden archives of models that learn anew, each beside its content; to be run by the
 * Maven profile {@code golden} when their arithmetic has changed. Those of transformers alone stay.
 */
final class Goldens {
  static final String FOLDER = "/golden/";

  private Goldens() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    for (Corpus.Entry entry : Corpus.learned()) {
      Files.write(folder.resolve(entry.name() + ".byz"), entry.archive());
      Files.write(folder.resolve(entry.name() + ".bin"), entry.content());
    }
  }
}
