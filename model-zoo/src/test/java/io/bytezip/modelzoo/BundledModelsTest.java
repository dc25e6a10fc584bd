package io.bytezip.modelzoo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.codec.BytezipInputStream;
import io.bytezip.codec.BytezipOutputStream;
import io.bytezip.codec.CompressOptions;
import io.bytezip.codec.DecompressOptions;
import io.bytezip.codec.ModelId;
import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.Layout;
import io.bytezip.modalities.PixelsLayout;
import io.bytezip.modalities.SamplesLayout;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What is true of every model that comes with the program. */
class BundledModelsTest {
  private static final long LIMIT = 8_000_000;
  private static final long LIMIT_OF_ALL = 40_000_000;

  @Test
  void eachIsIntactSmallDescribedAndDefaultOnceForItsSize() throws IOException {
    Catalogue catalogue = Catalogue.standard(Map.of("XDG_DATA_HOME", "absent"));
    Set<String> defaults = new HashSet<>();
    long all = 0;
    for (ModelEntry entry : catalogue.entries()) {
      assertTrue(entry.bundled());
      ModelFile model = catalogue.load(entry);
      assertEquals(entry.name(), model.name());
      assertTrue(model.size() <= LIMIT, entry.name() + " has " + model.size() + " bytes");
      all += model.size();
      assertTrue(catalogue.card(entry).orElseThrow().contains(model.sha256()), entry.name());
      String config = entry.location().toString().replace(".safetensors", ".json");
      try (InputStream in = URI.create(config).toURL().openStream()) {
        String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(model.config(), ConfigJson.parse(json), entry.name());
      }
      for (String layout : entry.defaultFor()) {
        String sized = layout + ", parameters: " + model.model().parameters();
        assertTrue(defaults.add(sized), "two defaults for " + sized);
        assertTrue(
            model.config().layouts().stream().anyMatch(reads -> reads.id().equals(layout)),
            entry.name() + " does not read " + layout);
      }
    }
    assertTrue(all <= LIMIT_OF_ALL, "all models together have " + all + " bytes");
  }

  /** Those that were bundled once, in the folder {@code older} of the sources. */
  @Test
  void olderOnesCanBePulled() throws IOException {
    ModelOffer offer = ModelOffer.at("older", Optional.empty());
    assertFalse(offer.entries().isEmpty());
    for (ModelEntry entry : offer.entries()) {
      ModelFile model = ModelFile.of(offer.fetch(entry));
      assertEquals(entry.name(), model.name());
      assertEquals(entry.sha256(), model.sha256());
    }
  }

  /** Something to compress, and the layout that it gets. */
  private record Content(byte[] bytes, Layout layout) {}

  /** Text, a sound and a picture, each coded by the model where it reads their layout. */
  @Property(tries = 6)
  void eachBringsEveryKindBack(@ForAll @IntRange(min = 1100, max = 3000) int size)
      throws IOException {
    Catalogue catalogue = Catalogue.standard(Map.of("XDG_DATA_HOME", "absent"));
    List<Content> contents =
        List.of(
            new Content(text(size), new BytesLayout()),
            new Content(sound(size), new SamplesLayout(1, 16, true, false)),
            new Content(picture(size), new PixelsLayout(1, 1, false)));
    for (Content content : contents) {
      // Models that don't read the layout all leave it to the same default.
      Set<ModelId> used = new HashSet<>();
      for (ModelEntry entry : catalogue.entries()) {
        Catalogue chosen = catalogue.choosing(entry.name());
        if (used.add(chosen.forCompression(content.layout()).id())) {
          comesBack(content.bytes(), chosen, entry.name());
        }
      }
    }
  }

  private static void comesBack(byte[] content, Catalogue models, String name) throws IOException {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (OutputStream out = new BytezipOutputStream(archive, models, CompressOptions.DEFAULTS)) {
      out.write(content);
    }
    try (InputStream in =
        new BytezipInputStream(
            new ByteArrayInputStream(archive.toByteArray()), models, DecompressOptions.DEFAULTS)) {
      assertArrayEquals(content, in.readAllBytes(), name);
    }
    assertTrue(archive.size() < content.length, name);
  }

  private static byte[] text(int size) {
    return "The same bytes come back, on every machine, whatever happens to the file. "
        .repeat(size / 70 + 1)
        .substring(0, size)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] sound(int size) {
    ByteBuffer wav = ByteBuffer.allocate(44 + 2 * size).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * size);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    wav.putShort((short) 1).putShort((short) 1).putInt(16_000).putInt(32_000);
    wav.putShort((short) 2).putShort((short) 16);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * size);
    for (int i = 0; i < size; i++) {
      wav.putShort((short) (9000 * Math.sin(i * 0.07) + 50 * Math.sin(i * 2.9)));
    }
    return wav.array();
  }

  private static byte[] picture(int size) {
    int width = 40;
    int rows = size / width;
    byte[] header = "P6\n%d %d\n255\n".formatted(width, rows).getBytes(StandardCharsets.US_ASCII);
    byte[] ppm = Arrays.copyOf(header, header.length + 3 * width * rows);
    for (int i = 0; i < 3 * width * rows; i++) {
      int pixel = i / 3;
      ppm[header.length + i] = (byte) (pixel % width * 3 + pixel / width + 20 * (i % 3));
    }
    return ppm;
  }
}
