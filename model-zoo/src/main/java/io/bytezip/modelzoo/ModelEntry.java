package io.bytezip.modelzoo;

import io.bytezip.codec.ModelId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;

/**
 * A model that the catalogue knows of, not necessarily loaded.
 *
 * @param name the model's name
 * @param sha256 SHA-256 of its file, as 64 hex digits
 * @param location where its file is
 * @param bundled whether it came with the program
 * @param defaultFor ids of the layouts that it is chosen for when nobody asks for another; empty
 *     for models of the user's own
 */
public record ModelEntry(
    String name, String sha256, URI location, boolean bundled, Set<String> defaultFor) {

  /**
   * Whether a file is the model's.
   *
   * @throws IOException when it can't be read
   */
  public boolean isFile(Path file) throws IOException {
    return ModelFile.sha256(Safetensors.contents(file)).equals(sha256);
  }

  /** Where its card (Markdown) is, if it has one: beside the file. */
  URI card() {
    String file = location.toString();
    // A file may be named outright, whatever it is called.
    String stem =
        file.endsWith(ModelFile.SUFFIX)
            ? file.substring(0, file.length() - ModelFile.SUFFIX.length())
            : file;
    return URI.create(stem + ".md");
  }

  /** What archives call the model. */
  public ModelId id() {
    return ModelFile.id(sha256);
  }
}
