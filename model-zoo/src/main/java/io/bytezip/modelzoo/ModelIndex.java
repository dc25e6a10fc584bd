package io.bytezip.modelzoo;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A list of models, {@code models.json}: {@code {"models": [{"name", "file", "sha256",
 * "default_for"}, ...]}}, the files beside the list.
 */
final class ModelIndex {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9._-]+\\.safetensors");

  private ModelIndex() {}

  /**
   * Reads the list.
   *
   * @param folder where the list lies, ending with a slash; may be the inside of a jar
   * @param bundled whether the models came with the program
   * @throws IllegalArgumentException when it is not as described above; the message names the key
   */
  static List<ModelEntry> parse(String json, String folder, boolean bundled) {
    JsonFields root = new JsonFields(StrictJson.object(json), "");
    List<ModelEntry> entries = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonFields fields : root.objects("models")) {
      String name = fields.string("name");
      String file = fields.string("file");
      String sha256 = fields.string("sha256");
      Set<String> defaultFor = Set.copyOf(fields.strings("default_for"));
      fields.end();
      if (!names.add(name)) {
        throw new IllegalArgumentException("two models are called " + name);
      }
      if (!SHA256.matcher(sha256).matches() || !FILE.matcher(file).matches()) {
        throw new IllegalArgumentException("bad sha256 or file of model " + name);
      }
      entries.add(new ModelEntry(name, sha256, URI.create(folder + file), bundled, defaultFor));
    }
    root.end();
    return List.copyOf(entries);
  }
}
