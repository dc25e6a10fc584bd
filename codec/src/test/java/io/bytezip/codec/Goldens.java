package io.bytezip.codec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes golden archives that are not there yet, each beside its content; run by the Maven profile
 * {@code golden}. Those that are there stay, since archives decode for ever.
 */
final class Goldens {
  static final String FOLDER = "/golden/";

  private Goldens() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    for (Corpus.Entry entry : Corpus.entries()) {
      Path archive = folder.resolve(entry.name() + ".byz");
      if (!Files.exists(archive)) {
        Files.write(archive, entry.archive());
        Files.write(folder.resolve(entry.name() + ".bin"), entry.content());
      }
    }
  }
}
