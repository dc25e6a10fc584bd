package io.bytezip.modalities.example;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.PixelsLayout;
import io.bytezip.modalities.Plan;
import io.bytezip.modalities.Segment;
import io.bytezip.modalities.Segmenter;
import io.bytezip.modalities.format.Format;
import io.bytezip.modalities.format.Formats;
import io.bytezip.modalities.recipe.Restorer;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/FORMATS.md: compiled, found, and used. */
class SgiFormatTest {
  private static final int WIDTH = 60;
  private static final int HEIGHT = 40;

  private static byte[] image() {
    byte[] image = new byte[512 + WIDTH * HEIGHT * 3 + 5];
    new Random(1).nextBytes(image);
    int[] header = {0x01, 0xDA, 0, 1, 0, 3, 0, WIDTH, 0, HEIGHT, 0, 3};
    for (int i = 0; i < header.length; i++) {
      image[i] = (byte) header[i];
    }
    return image;
  }

  @Test
  void theDocumentShowsThisClass() throws IOException {
    Path source = Path.of("src/test/java/io/bytezip/modalities/example/SgiFormat.java");
    String document = Files.readString(Path.of("../docs/FORMATS.md"));
    String code = Files.readString(source);
    assertTrue(document.contains(code.substring(code.indexOf("/** SGI"))), "not the same code");
  }

  @Test
  void itIsFoundOnTheClassPath(@TempDir Path folder) throws Exception {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(Format.class.getName()), SgiFormat.class.getName());
    assertTrue(Formats.all().stream().noneMatch(SgiFormat.class::isInstance));
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      assertTrue(Formats.all().getLast() instanceof SgiFormat);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void itOpensImages() throws Exception {
    byte[] image = image();
    List<Format> formats = List.of(new SgiFormat());
    Plan plan = new Segmenter(1 << 20, 1 << 20, formats).next(image, 0, image.length, true);
    Segment planes = plan.segments().getFirst();
    assertEquals(new PixelsLayout(WIDTH, 1, false), planes.layout());
    assertEquals(WIDTH * HEIGHT * 3, planes.bytes().length);
    assertEquals("sgi", planes.origin().format());
    List<byte[]> segments = plan.segments().stream().map(Segment::bytes).toList();
    assertArrayEquals(image, Restorer.restore(plan.recipe(), segments, image.length));
  }

  @Test
  void otherImagesStayClosed() {
    byte[] image = Arrays.copyOf(image(), 2000);
    List<Format> formats = List.of(new SgiFormat());
    Plan plan = new Segmenter(1 << 20, 1 << 20, formats).next(image, 0, image.length, true);
    assertEquals(new BytesLayout(), plan.segments().getFirst().layout());
  }
}
