package io.bytezip.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.PixelsLayout;
import io.bytezip.modalities.SamplesLayout;
import io.bytezip.modalities.Segment;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LessonsTest {
  private static final int COUNT = 7;

  @TempDir Path folder;

  private List<Segment> all(boolean plain) throws IOException {
    Lessons lessons = Lessons.of(folder, plain, COUNT, 1);
    assertEquals(COUNT, lessons.training().size());
    assertEquals(18, lessons.held().size());
    return Stream.concat(lessons.training().stream(), lessons.held().stream()).toList();
  }

  @Test
  void picturesAreCutInRows() throws IOException {
    for (int i = 0; i < 6; i++) {
      BufferedImage picture = Samples.picture(200 + i, 230, BufferedImage.TYPE_3BYTE_BGR);
      Files.write(folder.resolve(i + ".png"), Samples.png(picture));
    }
    for (Segment segment : all(false)) {
      PixelsLayout pixels = assertInstanceOf(PixelsLayout.class, segment.layout());
      assertEquals(3, pixels.channels());
      assertEquals(0, segment.bytes().length % (3 * pixels.width()));
      assertTrue(segment.bytes().length > 1000, segment.bytes().length + " bytes");
    }
  }

  @Test
  void recordingsAreCutInFrames() throws IOException {
    for (int i = 0; i < 6; i++) {
      byte[] wav = Samples.wav(Samples.tone(70_000, 2), 2, 8000);
      Files.write(folder.resolve(i + ".wav"), wav);
    }
    for (Segment segment : all(false)) {
      assertInstanceOf(SamplesLayout.class, segment.layout());
      assertEquals(0, segment.bytes().length % 4);
    }
  }

  @Test
  void textsAreCutAnywhere() throws IOException {
    for (int i = 0; i < 6; i++) {
      Files.write(folder.resolve(i + ".txt"), Samples.text(70_000, i));
    }
    for (Segment segment : all(true)) {
      assertInstanceOf(BytesLayout.class, segment.layout());
    }
  }

  @Test
  void linksAreFollowed() throws IOException {
    Path texts = Files.createDirectory(folder.resolve("texts"));
    for (int i = 0; i < 5; i++) {
      Files.write(texts.resolve(i + ".txt"), Samples.text(70_000, i));
    }
    Path link = Files.createSymbolicLink(folder.resolve("link"), texts);
    assertEquals(COUNT, Lessons.of(link, true, COUNT, 1).training().size());
  }

  @Test
  void tooFewOrTooShortFilesAreErrors() throws IOException {
    for (int i = 0; i < 6; i++) {
      assertThrows(IOException.class, () -> all(true));
      Files.write(folder.resolve(i + ".txt"), Samples.text(300, i));
    }
    assertThrows(IOException.class, () -> all(true));
  }
}
