package io.bytezip.codec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the golden archives anew, each beside its content; to be run by the Maven profile {@code
 * golden} when arithmetic or recipes have changed.
 */
final class Goldens {
  static final String FOLDER = "/golden/";

  private Goldens() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    for (Corpus.Entry entry : Corpus.learned()) {
      write(folder, entry);
    }
    for (Corpus.Entry entry : Corpus.frozen()) {
      if (Files.exists(folder.resolve(entry.name() + ".byz"))) {
        write(folder, entry);
      }
    }
  }

  private static void write(Path folder, Corpus.Entry entry) throws IOException {
    Files.write(folder.resolve(entry.name() + ".byz"), entry.archive());
    Files.write(folder.resolve(entry.name() + ".bin"), entry.content());
  }
}
