package io.bytezip.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.engine.ModelConfig;
import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.LiveLane;
import io.bytezip.modalities.PixelsLayout;
import io.bytezip.modalities.SamplesLayout;
import io.bytezip.train.Corpus.Place;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainDataTest {
  @TempDir Path folder;

  private final List<String> notes = new ArrayList<>();

  private TrainData load(Modality modality, boolean raw, Path cache) throws Exception {
    TrainData.Reading reading = new TrainData.Reading(raw, 0, 1, Map.of());
    return TrainData.load(modality, folder.resolve("data"), reading, cache, notes::add);
  }

  private Path file(String name) throws Exception {
    Path file = folder.resolve("data").resolve(name);
    Files.createDirectories(file.getParent());
    return file;
  }

  private static BufferedImage picture(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, (x * 3 % 256) << 16 | (y * 5 % 256) << 8 | (x + y) % 256);
      }
    }
    return image;
  }

  @Test
  void textIsSplit() throws Exception {
    Files.write(file("a.txt"), new byte[1000]);
    Files.writeString(file("deep/b.txt"), "short");
    TrainData data = load(Modality.TEXT, false, null);
    assertEquals(2, data.training().size());
    assertEquals(980 + 5, data.training().stream().mapToInt(Track::length).sum());
    assertEquals(20, data.held().get(0).length());
  }

  @Test
  void pictureBecomesCentredSymbols() throws Exception {
    BufferedImage image = picture(40, 30);
    ImageIO.write(image, "png", file("p/picture.png").toFile());
    FileData data = FileData.read(file("p/picture.png"), Modality.IMAGE, false);
    assertEquals(new PixelsLayout(40, 3, false), data.layout());
    assertEquals(0x1E, data.bytes()[3 * 10] & 255);
    TrainData tracks = load(Modality.IMAGE, false, null);
    assertEquals("p", tracks.training().get(0).group());
    assertEquals(40 * 30 * 3, tracks.training().stream().mapToInt(Track::length).sum());
    TrainData raw = load(Modality.IMAGE, true, null);
    assertArrayEquals(data.bytes(), raw.training().get(0).symbols());
  }

  @Test
  void jpegIsHalved() throws Exception {
    ImageIO.write(picture(41, 30), "jpeg", file("picture.jpg").toFile());
    FileData data = FileData.read(file("picture.jpg"), Modality.IMAGE, false);
    assertEquals(new PixelsLayout(20, 3, false), data.layout());
    assertEquals(20 * 15 * 3, data.bytes().length);
    byte[] four = {0, 10, 3, 5, 1, 2, 0, 1};
    assertArrayEquals(
        new byte[] {(0 + 10 + 1 + 2 + 2) / 4, (3 + 5 + 0 + 1 + 2) / 4},
        FileData.halved(new byte[] {0, 10, 3, 5, 1, 2, 0, 1}, 4, 2, 1),
        four.length + " samples");
  }

  @Test
  void waveBecomesSamples() throws Exception {
    byte[] pcm = new byte[2000];
    new SplittableRandom(1).nextBytes(pcm);
    AudioFormat format = new AudioFormat(16000, 16, 1, true, false);
    try (AudioInputStream in = new AudioInputStream(new ByteArrayInputStream(pcm), format, 1000)) {
      AudioSystem.write(in, AudioFileFormat.Type.WAVE, file("a.wav").toFile());
    }
    FileData data = FileData.read(file("a.wav"), Modality.AUDIO, false);
    assertEquals(new SamplesLayout(1, 16, true, false), data.layout());
    assertArrayEquals(pcm, data.bytes());
  }

  @Test
  void cacheGivesTheSameTracks() throws Exception {
    for (int i = 0; i < 21; i++) {
      ImageIO.write(picture(20 + i, 16), "png", file("p" + i + ".png").toFile());
    }
    TrainData first = load(Modality.IMAGE, false, folder.resolve("cache"));
    TrainData second = load(Modality.IMAGE, false, folder.resolve("cache"));
    assertEquals(1, first.held().size());
    assertEquals(first.training().size(), second.training().size());
    for (int i = 0; i < first.training().size(); i++) {
      assertArrayEquals(first.training().get(i).symbols(), second.training().get(i).symbols());
      assertArrayEquals(first.training().get(i).contexts(), second.training().get(i).contexts());
    }
    Files.write(file("p0.png"), new byte[3]);
    TrainData third = load(Modality.IMAGE, false, folder.resolve("cache"));
    assertTrue(third.training().size() + third.held().size() < 21);
    assertTrue(notes.get(0).contains("p0.png"), notes.toString());
  }

  @Test
  void missingAndEmptyFoldersAreTold() throws Exception {
    assertTrue(
        assertThrows(TrainException.class, () -> load(Modality.TEXT, false, null))
            .getMessage()
            .contains("no such folder"));
    Files.createDirectories(folder.resolve("data"));
    assertTrue(
        assertThrows(TrainException.class, () -> load(Modality.TEXT, false, null))
            .getMessage()
            .contains("no files"));
    Files.writeString(file("not-a-picture.png"), "text");
    assertTrue(
        assertThrows(TrainException.class, () -> load(Modality.IMAGE, false, null))
            .getMessage()
            .contains("no image"));
  }

  @Test
  void batchesShowWhatALiveLaneShows() {
    byte[] text = "some text, long enough to have every tap".getBytes(StandardCharsets.US_ASCII);
    ModelConfig config = new Shapes().config();
    FlatParameters flat = new FlatParameters(config);
    BatchBuilder builder = new BatchBuilder(config, flat);
    Track track = new Track("t", BytesLayout.ID, text, new byte[0]);
    Batch batch = builder.build(List.of(new Place(track, 0)), 64);
    LiveLane lane = new BytesLayout().open(text, new byte[text.length], 1).lane(0);
    int[] context = new int[3];
    int first = flat.layoutRow(BytesLayout.ID);
    for (int t = 0; t < text.length; t++) {
      lane.context(context, 0);
      for (int i = 0; i < 3; i++) {
        assertEquals(first + 257 * i + context[i], batch.inputs()[t * 4 + 1 + i]);
      }
      assertEquals(t == 0 ? 256 : text[t - 1], batch.inputs()[t * 4]);
      assertEquals(text[t], batch.targets()[t]);
      lane.accept(lane.next());
    }
    assertEquals(BatchBuilder.IGNORED, batch.targets()[text.length]);
    assertEquals(flat.emptyRow(), batch.inputs()[text.length * 4]);
  }

  @Test
  void capsLimitShares() {
    List<Track> tracks =
        List.of(
            new Track("graphics-a", BytesLayout.ID, new byte[900], new byte[0]),
            new Track("photos", BytesLayout.ID, new byte[100], new byte[0]));
    Corpus corpus = new Corpus(tracks, Map.of("graphics-", 0.25));
    SplittableRandom random = new SplittableRandom(1);
    int graphics = 0;
    for (int i = 0; i < 10_000; i++) {
      if (corpus.draw(random, 10).track().group().startsWith("graphics")) {
        graphics++;
      }
    }
    assertEquals(2500, graphics, 200);
  }

  @Property(tries = 100)
  void packedContextsComeBack(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 1, max = 300) Integer> sizes,
      @ForAll long seed) {
    int[] array = sizes.stream().mapToInt(Integer::intValue).toArray();
    ContextPacking packing = new ContextPacking(array);
    SplittableRandom random = new SplittableRandom(seed);
    int[] context = new int[array.length];
    for (int i = 0; i < array.length; i++) {
      context[i] = random.nextInt(array[i]);
    }
    byte[] packed = new byte[packing.stride() + 5];
    packing.pack(context, packed, 5);
    int[] rows = new int[array.length];
    packing.rows(packed, 5, 1000, rows, 0);
    for (int i = 0, row = 1000; i < array.length; row += array[i++]) {
      assertEquals(row + context[i], rows[i]);
    }
  }
}
