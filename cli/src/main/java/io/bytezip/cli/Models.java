package io.bytezip.cli;

import io.bytezip.modelzoo.Catalogue;
import java.io.IOException;
import java.util.Optional;

/** The catalogue, with the model that the person chose in front; looked up when first needed. */
final class Models {
  private final Host host;
  private final Optional<String> chosen;
  private Catalogue catalogue;

  /**
   * @param chosen name, path or hash prefix of a model
   */
  Models(Host host, Optional<String> chosen) {
    this.host = host;
    this.chosen = chosen;
  }

  Catalogue get() throws IOException {
    if (catalogue == null) {
      Catalogue standard = Catalogue.standard(host.environment());
      catalogue = chosen.isPresent() ? standard.choosing(chosen.get()) : standard;
    }
    return catalogue;
  }
}
