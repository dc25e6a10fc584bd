package io.bytezip.codec.mix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.Layout;
import io.bytezip.modalities.Pixels16Layout;
import io.bytezip.modalities.PixelsLayout;
import io.bytezip.modalities.SamplesLayout;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MixerStartsTest {
  private static final List<Layout> LAYOUTS =
      List.of(
          new BytesLayout(),
          new PixelsLayout(20, 3, false),
          new Pixels16Layout(20, 3, false),
          new SamplesLayout(2, 24, true, false));

  private static void refused(String part, String tensor, float... values) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> MixerStarts.of(Map.of(tensor, values), true));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  @Test
  void tensorsThatFitNoMixerAreRefused() {
    refused("mixer.bytes.rates", "mixer.bytes.rates", 0.1f, 0.1f, 0.1f);
    refused("mixer.text.rates", "mixer.text.rates", 0.1f, 0.1f, 0.1f, Float.NaN);
    refused("mixer.pixels.rates", "mixer.pixels.rates", 0.1f, 0.1f, 0.1f, 1e30f);
    refused("mixer.samples.rates", "mixer.samples.rates", 0.1f, 0.1f, 0.1f, -0.1f);
    refused("mixer.bytes.weights", "mixer.bytes.weights");
    // Pixels have no histories, and a transformer needs no primer.
    refused("mixer.pixels.histories", "mixer.pixels.histories", 1);
    refused("mixer.text.primer", "mixer.text.primer", 1);
    refused("mixer.sounds", "mixer.sounds.rates", 0.1f, 0.1f, 0.1f, 0.1f);
    refused("mixer.bytes.rate", "mixer.bytes.rate", 0.1f);
    refused("mixer.bytes", "mixer.bytes", 0.1f);
    refused("embed.weight", "embed.weight", 0.1f);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tensorsComeBack(boolean withPrior) {
    MixerStarts starts = Starts.all(withPrior, 5, LAYOUTS);
    Map<String, float[]> tensors = starts.tensors();
    Map<String, float[]> again = MixerStarts.of(tensors, withPrior).tensors();
    assertEquals(List.copyOf(tensors.keySet()), List.copyOf(again.keySet()));
    tensors.forEach((name, values) -> assertArrayEquals(values, again.get(name), name));
    assertEquals(tensors.values().stream().mapToInt(v -> v.length).sum(), starts.parameters());
  }

  @Test
  void aFileComesBackRoundedToFloat16() throws IOException {
    Map<String, float[]> tensors = Starts.all(false, 6, LAYOUTS).tensors();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MixerStarts.of(tensors, false).write(out);
    Map<String, float[]> again =
        MixerStarts.read(new ByteArrayInputStream(out.toByteArray())).tensors();
    assertEquals(tensors.keySet(), again.keySet());
    tensors.forEach(
        (name, values) -> {
          for (int i = 0; i < values.length; i++) {
            float half = Float.float16ToFloat(Float.floatToFloat16(values[i]));
            assertEquals(half, again.get(name)[i], name);
          }
        });
  }

  @Test
  void textsHaveAStartOfTheirOwn() {
    MixerStarts starts = Starts.all(false, 7, LAYOUTS);
    Layout bytes = new BytesLayout();
    MixerStart text = starts.of(bytes, MixerOptions.LEARNED_FOR_TEXT);
    assertFalse(text == starts.of(bytes, MixerOptions.LEARNED));
    assertTrue(starts.of(bytes, MixerOptions.FORMULAS).isEmpty());
    Layout pixels = new PixelsLayout(9, 1, false);
    assertEquals(
        starts.of(pixels, MixerOptions.LEARNED), starts.of(pixels, MixerOptions.LEARNED_FOR_TEXT));
  }

  /** Archives depend on every byte of it: docs/FORMAT.md names the same. */
  @Test
  void theProgramsStartIsTheOneOfTheFormat() throws Exception {
    byte[] file;
    try (InputStream in = MixerStarts.class.getResourceAsStream("start.bin")) {
      file = in.readAllBytes();
    }
    assertEquals(
        "eaf6e78f5a81f496b8222d2539b84787d11f07c61d564b1c19c1ce8b1ee5f6c2",
        HexFormat.of().formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(file)));
    assertTrue(file.length <= 120_000, "bytes: " + file.length);
    assertFalse(MixerStarts.program().of(new BytesLayout(), 2).isEmpty());
  }
}
