package io.bytezip.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bytezip.modalities.PixelsLayout;
import io.bytezip.modalities.SamplesLayout;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDataTest {
  @TempDir Path folder;

  @Test
  void pictureIsDecoded() throws Exception {
    Path file = folder.resolve("picture.png");
    ImageIO.write(Samples.picture(40, 30), "png", file.toFile());
    FileData data = FileData.read(file, Modality.IMAGE, 0.5);
    assertEquals(new PixelsLayout(40, 3, false), data.layout());
    assertEquals(0x1E, data.bytes()[3 * 10] & 255);
    assertEquals("bytes", data.raw().layout().id());
  }

  @Test
  void jpegIsHalvedWhereAsked() throws Exception {
    Path file = folder.resolve("picture.jpg");
    ImageIO.write(Samples.picture(41, 30), "jpeg", file.toFile());
    FileData half = FileData.read(file, Modality.IMAGE, 0.5);
    assertEquals(new PixelsLayout(20, 3, false), half.layout());
    assertEquals(20 * 15 * 3, half.bytes().length);
    FileData full = FileData.read(file, Modality.IMAGE, 1);
    assertEquals(41 * 30 * 3, full.bytes().length);
    assertArrayEquals(FileData.halved(full.bytes(), 41, 30, 3), half.bytes());
  }

  @Test
  void jpegComesAtOtherSizes() throws Exception {
    Path file = folder.resolve("picture.jpg");
    ImageIO.write(Samples.picture(41, 30), "jpeg", file.toFile());
    FileData data = FileData.read(file, Modality.IMAGE, 0.8);
    assertEquals(new PixelsLayout(33, 3, false), data.layout());
    FileData full = FileData.read(file, Modality.IMAGE, 1);
    assertArrayEquals(Resampler.resample(full.bytes(), 41, 30, 3, 33, 24), data.bytes());
  }

  @Test
  void halvingTakesRoundedMeans() {
    assertArrayEquals(
        new byte[] {(0 + 10 + 1 + 2 + 2) / 4, (3 + 5 + 0 + 1 + 2) / 4},
        FileData.halved(new byte[] {0, 10, 3, 5, 1, 2, 0, 1}, 4, 2, 1));
    assertArrayEquals(
        new byte[] {(byte) 255, 0},
        FileData.halved(new byte[] {-1, 0, -1, 0, -1, 0, -1, 1}, 2, 2, 2));
  }

  @Test
  void colourBecomesGrey() {
    byte[] colours = {(byte) 255, 0, 0, 0, (byte) 255, 0, 0, 0, (byte) 255, 10, 20, 30};
    FileData grey = new FileData(new PixelsLayout(2, 3, false), colours).grey();
    assertEquals(new PixelsLayout(2, 1, false), grey.layout());
    assertArrayEquals(new byte[] {76, (byte) 150, 29, 18}, grey.bytes());
    assertEquals(grey, grey.grey());
  }

  @Test
  void waveBecomesSamples() throws Exception {
    byte[] pcm = new byte[2000];
    new SplittableRandom(1).nextBytes(pcm);
    Path file = folder.resolve("a.wav");
    AudioFormat format = new AudioFormat(16000, 16, 1, true, false);
    try (AudioInputStream in = new AudioInputStream(new ByteArrayInputStream(pcm), format, 1000)) {
      AudioSystem.write(in, AudioFileFormat.Type.WAVE, file.toFile());
    }
    FileData data = FileData.read(file, Modality.AUDIO, 0.5);
    assertEquals(new SamplesLayout(1, 16, true, false), data.layout());
    assertArrayEquals(pcm, data.bytes());
  }
}
