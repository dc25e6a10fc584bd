package io.bytezip.modalities;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ModalityTest {
  private static Modality of(byte[] bytes) {
    return new Segment(new BytesLayout(), bytes).modality();
  }

  @Test
  void textInAnyScriptIsText() {
    byte[] text =
        "Übergröße, 漢字 and 🦆 in one line\r\n".repeat(60).getBytes(StandardCharsets.UTF_8);
    assertEquals(Modality.TEXT, of(text));
    for (int from = 0; from < 60; from++) {
      assertEquals(Modality.TEXT, of(Arrays.copyOfRange(text, from, text.length - from)));
    }
  }

  @Test
  void otherBytesAreGeneric() {
    byte[] random = new byte[5000];
    new Random(1).nextBytes(random);
    assertEquals(Modality.GENERIC, of(random));
    assertEquals(Modality.GENERIC, of(new byte[1000]));
    byte[] latin = "déjà vu ".repeat(30).getBytes(StandardCharsets.ISO_8859_1);
    assertEquals(Modality.GENERIC, of(latin));
  }

  @Test
  void layoutsTell() {
    byte[] bytes = new byte[30];
    assertEquals(Modality.IMAGE, new Segment(new PixelsLayout(5, 3, false), bytes).modality());
    assertEquals(
        Modality.AUDIO, new Segment(new SamplesLayout(1, 16, true, false), bytes).modality());
  }

  @Test
  void thereAreNoEmptySegments() {
    assertThrows(IllegalArgumentException.class, () -> new Segment(new BytesLayout(), new byte[0]));
  }
}
