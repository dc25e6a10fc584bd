package io.bytezip.modelzoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is true of every model that comes with the program. */
class BundledModelsTest {
  private static final long LIMIT = 8_000_000;

  @Test
  void eachIsIntactSmallDescribedAndDefaultOnce() throws IOException {
    Catalogue catalogue = Catalogue.standard(Map.of("XDG_DATA_HOME", "absent"));
    Set<String> defaults = new HashSet<>();
    for (ModelEntry entry : catalogue.entries()) {
      if (!entry.bundled()) {
        continue;
      }
      ModelFile model = catalogue.load(entry);
      assertEquals(entry.name(), model.name());
      assertTrue(model.size() <= LIMIT, entry.name() + " has " + model.size() + " bytes");
      assertTrue(catalogue.card(entry).orElseThrow().contains(model.sha256()), entry.name());
      String config = entry.location().toString().replace(".safetensors", ".json");
      try (InputStream in = URI.create(config).toURL().openStream()) {
        String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(model.config(), ConfigJson.parse(json), entry.name());
      }
      for (String layout : entry.defaultFor()) {
        assertTrue(defaults.add(layout), "two defaults for " + layout);
        assertTrue(
            model.config().layouts().stream().anyMatch(reads -> reads.id().equals(layout)),
            entry.name() + " does not read " + layout);
      }
    }
  }
}
