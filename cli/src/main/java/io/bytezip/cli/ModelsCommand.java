package io.bytezip.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.bytezip.engine.ModelConfig;
import io.bytezip.modelzoo.Catalogue;
import io.bytezip.modelzoo.ModelEntry;
import io.bytezip.modelzoo.ModelFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bytezip models}: the catalogue, or the cards of some models. */
@Command(
    name = "models",
    description =
        "List the models that are known, or show the card of each MODEL. A star marks what is used"
            + " unless told otherwise; of two for the same, the smaller one at -5.")
final class ModelsCommand implements Callable<ExitCode> {
  private final Host host;

  @Option(names = "--json", description = "Report as JSON.")
  boolean json;

  @Parameters(
      paramLabel = "MODEL",
      arity = "0..*",
      description = "A model's name, or the first digits of its id.")
  List<String> names = List.of();

  ModelsCommand(Host host) {
    this.host = host;
  }

  @Override
  public ExitCode call() {
    Reporter reporter = new Reporter(host, false);
    Catalogue catalogue = Catalogue.standard(host.environment());
    if (names.isEmpty()) {
      list(catalogue, reporter);
    }
    for (String name : names) {
      try {
        show(catalogue, name, reporter);
      } catch (IOException | RuntimeException e) {
        reporter.fail(name, e);
      }
    }
    return reporter.worst();
  }

  private void list(Catalogue catalogue, Reporter reporter) {
    JsonArray array = new JsonArray();
    StringBuilder table = new StringBuilder();
    row(table, "name", "id", "parameters", "bytes", "licence", "reads");
    for (ModelEntry entry : catalogue.entries()) {
      try {
        ModelFile file = catalogue.load(entry);
        array.add(object(entry, file));
        row(
            table,
            entry.name(),
            entry.id().toString(),
            Reporter.count(file.parameters()),
            Reporter.count(file.size()),
            licence(file),
            String.join(" ", layouts(entry, file)));
      } catch (IOException e) {
        reporter.fail(entry.name(), e);
      }
    }
    for (String problem : catalogue.problems()) {
      reporter.warn("", problem);
    }
    try {
      reporter.print(json ? array + "\n" : table.toString());
    } catch (IOException e) {
      reporter.fail("standard output", e);
    }
  }

  private void show(Catalogue catalogue, String name, Reporter reporter) throws IOException {
    ModelFile file = catalogue.load(name);
    List<ModelEntry> entries =
        catalogue.entries().stream().filter(entry -> entry.sha256().equals(file.sha256())).toList();
    if (json) {
      reporter.print((entries.isEmpty() ? facts(file) : object(entries.getFirst(), file)) + "\n");
      return;
    }
    String card = entries.isEmpty() ? "" : catalogue.card(entries.getFirst()).orElse("");
    if (card.isEmpty()) {
      StringBuilder facts = new StringBuilder();
      facts.append("# ").append(file.name()).append("\n\n");
      facts.append("It has no card. Its file says:\n\n");
      file.metadata()
          .forEach((key, value) -> facts.append(key).append(": ").append(value).append('\n'));
      card = facts.toString();
    }
    reporter.printHarmless(card);
  }

  private static JsonObject object(ModelEntry entry, ModelFile file) {
    JsonObject object = facts(file);
    object.addProperty("bundled", entry.bundled());
    object.addProperty("location", entry.location().toString());
    JsonArray defaults = new JsonArray();
    entry.defaultFor().stream().sorted().forEach(defaults::add);
    object.add("defaultFor", defaults);
    return object;
  }

  private static JsonObject facts(ModelFile file) {
    JsonObject object = new JsonObject();
    object.addProperty("name", file.name());
    object.addProperty("id", file.id().toString());
    object.addProperty("sha256", file.sha256());
    object.addProperty("parameters", file.parameters());
    object.addProperty("bytes", file.size());
    object.addProperty("licence", licence(file));
    JsonArray layouts = new JsonArray();
    for (ModelConfig.LayoutInputs layout : file.config().layouts()) {
      layouts.add(layout.id());
    }
    object.add("layouts", layouts);
    return object;
  }

  /** The layouts that it reads; a star marks those it is chosen for. */
  private static List<String> layouts(ModelEntry entry, ModelFile file) {
    List<String> layouts = new ArrayList<>();
    for (ModelConfig.LayoutInputs layout : file.config().layouts()) {
      layouts.add(layout.id() + (entry.defaultFor().contains(layout.id()) ? "*" : ""));
    }
    return layouts;
  }

  private static String licence(ModelFile file) {
    return file.metadata().getOrDefault("license", "-");
  }

  private static void row(
      StringBuilder table,
      String name,
      String id,
      String parameters,
      String bytes,
      String licence,
      String reads) {
    table.append(
        String.format(
            Locale.ROOT,
            "%-24s %-16s %12s %12s  %-12s %s%n",
            name,
            id,
            parameters,
            bytes,
            licence,
            reads));
  }
}
