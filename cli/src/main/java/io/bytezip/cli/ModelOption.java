package io.bytezip.cli;

import io.bytezip.modelzoo.Catalogue;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The model that a measuring command uses for all that it reads. */
final class ModelOption {
  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = "A model's name, file or hash; used for all that it reads.")
  String model;

  Catalogue models(Host host) throws IOException {
    return new Models(host, Optional.ofNullable(model)).get();
  }
}
