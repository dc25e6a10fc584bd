package io.bytezip.modelzoo;

import io.bytezip.engine.ModelConfig;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What somebody should know about a model before using it; {@link #render} makes the Markdown page
 * beside its file, with the front matter that Hugging Face reads.
 *
 * @param name the model's name
 * @param summary one or two sentences: what it is for
 * @param license SPDX id of the weights' licence
 * @param modalities what it was trained on: text, image, audio
 * @param data what it was trained on, in detail
 * @param config its shape
 * @param parameters how many numbers it has, tables included
 * @param steps optimiser steps
 * @param bytesSeen bytes of training data that went through it
 * @param bitsPerByte measured results in the order given: what was measured on, and bits a byte;
 *     may be empty
 * @param file the safetensors file's name
 * @param sha256 the SHA-256 of that file, as 64 hex digits
 * @param command the command that trained it
 */
public record ModelCard(
    String name,
    String summary,
    String license,
    List<String> modalities,
    List<DataSource> data,
    ModelConfig config,
    long parameters,
    long steps,
    long bytesSeen,
    Map<String, Double> bitsPerByte,
    String file,
    String sha256,
    String command) {

  /**
   * One source of training data.
   *
   * @param name what it is and where it is from
   * @param license its licence
   * @param share its share of the bytes drawn, 0 to 1
   */
  public record DataSource(String name, String license, double share) {}

  /** The card as Markdown with YAML front matter. */
  public String render() {
    StringBuilder out = new StringBuilder(2048);
    out.append("---\n");
    out.append("license: ").append(license.toLowerCase(Locale.ROOT)).append('\n');
    out.append("library_name: bytezip\n");
    out.append("tags:\n- compression\n- lossless-compression\n- byte-level\n");
    for (String modality : modalities) {
      out.append("- ").append(modality).append('\n');
    }
    out.append("---\n\n# ").append(name).append("\n\n").append(summary).append("\n\n");
    out.append("| | |\n|---|---|\n");
    row(out, "file", "`" + file + "`");
    row(out, "SHA-256", "`" + sha256 + "`");
    row(out, "id in archives", "`" + ModelFile.id(sha256) + "`");
    row(out, "parameters", String.format(Locale.ROOT, "%,d", parameters));
    row(out, "weights' licence", license);
    row(out, "layers", config.windows().size() + " of width " + config.width());
    row(out, "attention windows", config.windows().toString());
    row(out, "heads", config.heads() + " (" + config.kvHeads() + " for keys and values)");
    row(out, "optimiser steps", String.format(Locale.ROOT, "%,d", steps));
    row(out, "bytes seen", String.format(Locale.ROOT, "%,d", bytesSeen));
    out.append("\n## Training data\n\n| source | licence | share |\n|---|---|---:|\n");
    for (DataSource source : data) {
      out.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %.1f %% |%n",
              cell(source.name()),
              cell(source.license()),
              100 * source.share()));
    }
    if (!bitsPerByte.isEmpty()) {
      out.append("\n## Results\n\nBits a byte; the weights are not counted.\n\n");
      out.append("| data | bits a byte |\n|---|---:|\n");
      bitsPerByte.forEach(
          (what, bits) ->
              out.append(String.format(Locale.ROOT, "| %s | %.3f |%n", cell(what), bits)));
    }
    out.append("\n## How it was made\n\n```\n").append(command).append("\n```\n");
    return out.toString().replace(System.lineSeparator(), "\n");
  }

  private static void row(StringBuilder out, String key, String value) {
    out.append("| ").append(key).append(" | ").append(value).append(" |\n");
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace('\n', ' ');
  }
}
