package io.bytezip.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.modalities.Modality;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaselinesTest {
  private static Optional<Long> size(String name, Subject subject) throws IOException {
    for (Contender baseline : Baselines.inProcess()) {
      if (baseline.name().equals(name)) {
        return baseline.measure(subject, true).map(Measurement::bytes);
      }
    }
    throw new IllegalArgumentException(name);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_USHORT_GRAY,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_4BYTE_ABGR
      })
  void pngTakesEveryKindOfPicture(int type) throws IOException {
    Subject subject = Pictures.read(Samples.png(Samples.picture(64, 48, type)));
    long size = size("PNG", subject).orElseThrow();
    assertTrue(size > 100 && size < subject.payload() * 3 / 4, "PNG of " + size);
  }

  @Test
  void pngIsNoLargerThanThatOfImageIo() throws IOException {
    byte[] png = Samples.png(Samples.picture(64, 48, BufferedImage.TYPE_3BYTE_BGR));
    assertTrue(size("PNG", Pictures.read(png)).orElseThrow() <= png.length);
  }

  @Test
  void pngOfNoiseIsNoiseAndAFilterByteARow() throws IOException {
    Content.Picture picture = new Content.Picture(100, 70, 3, 8);
    Subject subject = new Subject(Modality.IMAGE, Samples.noise(100 * 70 * 3, 4), picture);
    long size = size("PNG", subject).orElseThrow();
    assertTrue(size > subject.payload() && size < subject.payload() + 200, "PNG of " + size);
  }

  @Test
  void flacTakesMonoAndStereoOf16Bits() throws IOException {
    for (int channels = 1; channels <= 2; channels++) {
      short[] tone = Samples.tone(5000, channels);
      Subject subject = Recordings.wav(Samples.wav(tone, channels, 44100));
      long size = size("FLAC", subject).orElseThrow();
      assertTrue(size > 1000 && size < subject.payload() * 6 / 10, "FLAC of " + size);
    }
    byte[] wav = Samples.wav(Samples.tone(600, 3), 3, 44100);
    assertEquals(Optional.empty(), size("FLAC", Recordings.wav(wav)));
  }

  @Test
  void lzma2SeesRepetitionsFarApart() throws IOException {
    byte[] noise = Samples.noise(1 << 17, 1);
    byte[] twice = new byte[2 * noise.length];
    System.arraycopy(noise, 0, twice, 0, noise.length);
    System.arraycopy(noise, 0, twice, noise.length, noise.length);
    Subject subject = new Subject(Modality.GENERIC, twice, new Content.Plain());
    assertTrue(size("LZMA2", subject).orElseThrow() < noise.length + 1000);
    assertTrue(size("gzip", subject).orElseThrow() > 2L * noise.length);
  }
}
