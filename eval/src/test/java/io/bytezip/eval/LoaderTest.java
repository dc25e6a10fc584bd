package io.bytezip.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bytezip.modalities.Modality;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoaderTest {
  private static final int WIDTH = 23;
  private static final int HEIGHT = 11;

  @TempDir Path folder;

  private Modality modality(byte[] file) throws IOException {
    return Loader.modality(Files.write(folder.resolve("file"), file));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void contentDecidesNotTheName() throws IOException {
    assertEquals(Modality.TEXT, modality(ascii("Plain words.\n")));
    assertEquals(Modality.TEXT, modality("Grüße an café\n".getBytes(StandardCharsets.UTF_8)));
    assertEquals(Modality.GENERIC, modality(Samples.noise(300, 1)));
    assertEquals(Modality.GENERIC, modality(new byte[] {1}));
    assertEquals(Modality.IMAGE, modality(ascii("P2\n1 1\n255\n7\n")));
    assertEquals(
        Modality.IMAGE, modality(Samples.png(Samples.picture(3, 3, BufferedImage.TYPE_INT_RGB))));
    assertEquals(Modality.AUDIO, modality(Samples.wav(new short[1], 1, 8000)));
    assertEquals(Modality.AUDIO, modality(Samples.flac(Samples.tone(600, 1), 1, 8000)));
  }

  @ParameterizedTest
  @CsvSource({
    BufferedImage.TYPE_BYTE_GRAY + ",P5,1,8",
    BufferedImage.TYPE_USHORT_GRAY + ",P5,1,16",
    BufferedImage.TYPE_3BYTE_BGR + ",P6,3,8",
    BufferedImage.TYPE_INT_RGB + ",P6,3,8",
    BufferedImage.TYPE_4BYTE_ABGR + ",P7,4,8"
  })
  void picturesKeepTheirSamples(int type, String magic, int bands, int bits) throws IOException {
    BufferedImage image = Samples.picture(WIDTH, HEIGHT, type);
    Subject subject = Pictures.read(Samples.png(image));
    assertEquals(new Content.Picture(WIDTH, HEIGHT, bands, bits), subject.content());
    byte[] bytes = subject.bytes();
    assertEquals(magic, new String(bytes, 0, 2, StandardCharsets.US_ASCII));
    Raster raster = image.getRaster();
    int at = (int) (bytes.length - subject.payload());
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        for (int band = 0; band < bands; band++) {
          int sample = bytes[at++] & 255;
          if (bits == 16) {
            sample = sample << 8 | (bytes[at++] & 255);
          }
          assertEquals(raster.getSample(x, y, band), sample);
        }
      }
    }
    assertEquals(bytes.length, at);
  }

  @Test
  void palettesAreExpandedAndGreyOnesStayGrey() throws IOException {
    BufferedImage indexed = Samples.picture(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_INDEXED);
    BufferedImage opaque = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_INDEXED);
    opaque.createGraphics().drawImage(indexed, 0, 0, null);
    Subject subject = Pictures.read(Samples.png(opaque));
    assertEquals(new Content.Picture(WIDTH, HEIGHT, 3, 8), subject.content());
    BufferedImage bilevel = Samples.picture(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_BINARY);
    subject = Pictures.read(Samples.png(bilevel));
    assertEquals(new Content.Picture(WIDTH, HEIGHT, 1, 8), subject.content());
  }

  @Test
  void anAlphaChannelThatSaysNothingIsDropped() throws IOException {
    BufferedImage image = new BufferedImage(5, 4, BufferedImage.TYPE_4BYTE_ABGR);
    for (int i = 0; i < 20; i++) {
      image.setRGB(i % 5, i / 5, 0xff000000 | i * 991);
    }
    assertEquals(new Content.Picture(5, 4, 3, 8), Pictures.read(Samples.png(image)).content());
  }

  @Test
  void flacBecomesTheWavItWas() throws IOException {
    for (int channels = 1; channels <= 2; channels++) {
      short[] tone = Samples.tone(1500, channels);
      Subject subject = Recordings.flac(Samples.flac(tone, channels, 22050));
      assertArrayEquals(Samples.wav(tone, channels, 22050), subject.bytes());
      assertEquals(new Content.Sound(22050, channels, 16, 44, 2 * tone.length), subject.content());
      assertEquals(subject.content(), Recordings.wav(subject.bytes()).content());
    }
  }

  @Test
  void damagedFlacIsUnreadable() throws IOException {
    byte[] flac = Samples.flac(Samples.tone(3000, 1), 1, 16000);
    byte[] cut = Arrays.copyOf(flac, flac.length / 2);
    assertThrows(UnreadableException.class, () -> Recordings.flac(cut));
    assertThrows(UnreadableException.class, () -> Recordings.flac(ascii("fLaC")));
  }

  @Test
  void oddWavIsPlainAudio() {
    byte[] wav = Samples.wav(Samples.tone(50, 1), 1, 8000);
    byte[] floats = wav.clone();
    floats[20] = 3;
    byte[] noData = Arrays.copyOf(wav, 36);
    byte[] hostile = wav.clone();
    Arrays.fill(hostile, 16, 20, (byte) 0xff);
    for (byte[] odd : new byte[][] {floats, noData, hostile}) {
      Subject subject = Recordings.wav(odd);
      assertInstanceOf(Content.Plain.class, subject.content());
      assertEquals(odd.length, subject.payload());
    }
    byte[] longer = wav.clone();
    Arrays.fill(longer, 40, 43, (byte) 0xff);
    assertEquals(100, Recordings.wav(longer).payload());
  }

  @Test
  void textIsCutAtTheLimit() throws IOException {
    Path path = Files.write(folder.resolve("file"), Samples.text(1000, 1));
    Piece all = new Piece("file", "set", path, Modality.TEXT, 0, Long.MAX_VALUE);
    assertEquals(10, Loader.load(all, 10).bytes().length);
    assertEquals(1000, Loader.load(all, Long.MAX_VALUE).bytes().length);
  }

  @Test
  void filesCanStayAsTheyAre() throws IOException {
    byte[] png = Samples.png(Samples.picture(3, 3, BufferedImage.TYPE_INT_RGB));
    byte[] broken = Arrays.copyOf(png, png.length - 20);
    for (byte[] file : new byte[][] {png, broken}) {
      Path path = Files.write(folder.resolve("file"), file);
      Piece piece = new Piece("file", "set", path, Modality.IMAGE, 0, Long.MAX_VALUE);
      assertArrayEquals(file, Loader.load(piece, 10, true).bytes());
    }
  }
}
