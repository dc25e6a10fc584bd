package io.bytezip.cli;

import io.bytezip.modelzoo.Catalogue;
import io.bytezip.modelzoo.ModelEntry;
import io.bytezip.modelzoo.ModelFile;
import io.bytezip.modelzoo.ModelOffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bytezip models pull}: puts models that lie elsewhere into the person's own folder. */
@Command(
    name = "pull",
    description = {
      "Copy models from PLACE into ~/.local/share/bytezip/models (under XDG_DATA_HOME, if set),"
          + " where all commands find them. What comes must have the SHA-256 that is stated for"
          + " it.",
      ""
    })
final class PullCommand implements Callable<ExitCode> {
  private final Host host;

  @Parameters(
      paramLabel = "PLACE",
      index = "0",
      description =
          "A folder with a list models.json (name, file, sha256, default_for), or the file of one"
              + " model; a path, or an address of http or https.")
  String place = "";

  @Parameters(
      paramLabel = "MODEL",
      index = "1..*",
      arity = "0..*",
      description = "The names of those wanted; all without any.")
  List<String> names = List.of();

  @Option(
      names = "--sha256",
      paramLabel = "DIGITS",
      description = "What the file of one model must have; needed for an address.")
  String sha256 = "";

  @Option(
      names = {"-f", "--force"},
      description = "Overwrite another model of the same name.")
  boolean force;

  @Option(
      names = {"-q", "--quiet"},
      description = "Do not tell what came.")
  boolean quiet;

  PullCommand(Host host) {
    this.host = host;
  }

  @Override
  public ExitCode call() {
    Reporter reporter = new Reporter(host, quiet);
    try {
      ModelOffer offer =
          ModelOffer.at(place, sha256.isEmpty() ? Optional.empty() : Optional.of(sha256));
      Path folder = Catalogue.home(host.environment());
      Files.createDirectories(folder);
      for (ModelEntry entry : wanted(offer, reporter)) {
        try {
          pull(offer, entry, folder, reporter);
        } catch (IOException | RuntimeException e) {
          reporter.fail(entry.name(), e);
        }
      }
    } catch (IOException | RuntimeException e) {
      reporter.fail(place, e);
    }
    return reporter.worst();
  }

  private List<ModelEntry> wanted(ModelOffer offer, Reporter reporter) {
    for (String name : names) {
      if (offer.entries().stream().noneMatch(entry -> entry.name().equals(name))) {
        reporter.fail(name, new Failure(ExitCode.ERROR, "no such model in " + place));
      }
    }
    return offer.entries().stream()
        .filter(entry -> names.isEmpty() || names.contains(entry.name()))
        .toList();
  }

  private void pull(ModelOffer offer, ModelEntry entry, Path folder, Reporter reporter)
      throws IOException {
    String location = entry.location().getPath();
    Path target = folder.resolve(location.substring(location.lastIndexOf('/') + 1));
    if (Files.isRegularFile(target) && entry.isFile(target)) {
      reporter.note(entry.name(), "is there already, " + entry.id());
      return;
    }
    byte[] file = offer.fetch(entry);
    write(target, file);
    String named = ModelFile.of(file).name();
    if (!named.equals(entry.name())) {
      reporter.note(entry.name(), "is called " + named + " in its file, and so from now on");
    }
    Optional<String> card = offer.card(entry);
    if (card.isPresent()) {
      String name = String.valueOf(target.getFileName());
      String stem = name.substring(0, name.length() - ModelFile.SUFFIX.length());
      write(folder.resolve(stem + ".md"), card.get().getBytes(StandardCharsets.UTF_8));
    }
    reporter.note(
        entry.name(), Reporter.count(file.length) + " bytes, " + entry.id() + ", " + target);
  }

  private void write(Path target, byte[] bytes) throws IOException {
    try (Replacement file = new Replacement(target, force, false, host.temporaries())) {
      file.out().write(bytes);
      file.sync();
      file.publish(Optional.empty(), Optional.empty());
    }
  }
}
