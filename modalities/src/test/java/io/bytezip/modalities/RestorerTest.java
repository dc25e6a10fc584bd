package io.bytezip.modalities;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.bytezip.modalities.deflate.DeflateSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RestorerTest {
  private static final DeflateSettings SETTINGS =
      new DeflateSettings(9, 8, DeflateSettings.Strategy.FILTERED, 15);

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] recipe(Part... parts) {
    return new Recipe(List.of(parts)).toBytes();
  }

  @Test
  void segmentsFollowOneAnother() throws Exception {
    byte[] restored = Restorer.restore(new byte[0], List.of(bytes(1, 2), bytes(3)), 3);
    assertArrayEquals(bytes(1, 2, 3), restored);
    assertEquals(0, Restorer.restore(new byte[0], List.of(), 0).length);
  }

  @Test
  void partsInterleave() throws Exception {
    byte[] recipe = recipe(new Part.Copy(1, 2), new Part.Rows(0, 2, 1, 1, true));
    List<byte[]> segments = List.of(bytes(1, 2, 3), bytes(7, 8, 9, 10));
    assertArrayEquals(bytes(7, 8, 1, 2, 9, 3, 10), Restorer.restore(recipe, segments, 7));
    byte[] zeros = recipe(new Part.Rows(0, 1, 3, 2, false));
    assertArrayEquals(
        bytes(1, 0, 0, 2, 0, 0, 3, 0, 0), Restorer.restore(zeros, List.of(bytes(1, 2, 3)), 9));
  }

  @Test
  void everyRecipeReadsBack() throws Exception {
    Part png =
        new Part.Png(
            3, 300, 4, 70_000, 5, 0x78DA, SETTINGS, List.of(new Part.Png.ChunkRun(8192, 40)));
    Recipe recipe =
        new Recipe(
            List.of(
                new Part.Copy(31, Integer.MAX_VALUE),
                new Part.Rows(0, 128, 1, 255, true),
                new Part.Rows(2, 127, 16_384, 0, false),
                png));
    assertEquals(recipe, Recipe.parse(recipe.toBytes()));
  }

  @Test
  void badRecipesAreRefused() {
    List<byte[]> segments = List.of(new byte[100], new byte[10]);
    byte[][] recipes = {
      recipe(new Part.Copy(2, 1)),
      recipe(new Part.Copy(1, 11)),
      recipe(new Part.Copy(0, 60), new Part.Copy(0, 60)),
      recipe(new Part.Rows(0, 2, 51, 0, false)),
      recipe(new Part.Rows(0, 2, 20, 1, true)),
      recipe(new Part.Rows(0, 1, 100, 255, false)),
      recipe(new Part.Png(0, 101, 1, 1, 0, 0x789C, SETTINGS, List.of())),
      recipe(new Part.Png(0, 2, 1, 50, 5, 0x789C, SETTINGS, List.of())),
      recipe(
          new Part.Png(
              0, 10, 1, 10, 0, 0x789C, SETTINGS, List.of(new Part.Png.ChunkRun(90_000, 1)))),
      recipe(
          new Part.Png(
              0, 10, 1, 10, 0, 0x789C, SETTINGS, List.of(new Part.Png.ChunkRun(0, 90_000_000)))),
      bytes(0),
      bytes(1),
      bytes(1, 0),
      bytes(1, 0x80, 0),
      bytes(1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF),
      bytes(5, 1),
    };
    for (byte[] recipe : recipes) {
      for (int length : new int[] {-1, 0, 50, 110, 111, 400, 1 << 20}) {
        boolean fits = length == 110 && recipe.length == 0;
        assertEquals(false, fits);
        assertThrows(
            MalformedRecipeException.class,
            () -> Restorer.restore(recipe, segments, length),
            () -> Arrays.toString(recipe) + " " + length);
      }
    }
  }

  @Property(tries = 4000)
  void anyRecipeGivesTheLengthOrAnError(@ForAll byte[] recipe, @ForAll long seed) {
    Random random = new Random(seed);
    List<byte[]> segments = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      segments.add(new byte[random.nextInt(3000)]);
    }
    int length = random.nextInt(9000);
    try {
      assertEquals(length, Restorer.restore(recipe, segments, length).length);
    } catch (MalformedRecipeException expected) {
      assertEquals(MalformedRecipeException.class, expected.getClass());
    }
  }

  @Property(tries = 150)
  void damagedPlansGiveTheLengthOrAnError(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    Plan plan = Blocks.of(TestFiles.any(random), 1 << 16, 1 << 20).getFirst();
    for (int i = 0; i < 30; i++) {
      byte[] recipe = plan.recipe().clone();
      for (int k = random.nextInt(3); k >= 0 && recipe.length > 0; k--) {
        recipe[random.nextInt(recipe.length)] ^= (byte) (1 << random.nextInt(8));
      }
      List<byte[]> segments = new ArrayList<>();
      for (Segment segment : plan.segments()) {
        byte[] bytes = segment.bytes();
        int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length + 1) : bytes.length;
        byte[] damaged = Arrays.copyOf(bytes, length);
        if (length > 0) {
          damaged[random.nextInt(length)] ^= (byte) random.nextInt(256);
        }
        segments.add(damaged);
      }
      try {
        int length = Restorer.restore(recipe, segments, plan.length()).length;
        assertEquals(plan.length(), length);
      } catch (MalformedRecipeException expected) {
        assertEquals(MalformedRecipeException.class, expected.getClass());
      }
    }
  }

  @Test
  void theSlowestPixelsEndInTime() {
    // Every string has been seen thousands of times, each time with another end.
    byte[] pixels = new byte[1 << 20];
    Random random = new Random(1);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i % 120 == 0 ? random.nextInt(256) : i % 120 / 119);
    }
    byte[] recipe = recipe(new Part.Png(0, 1024, 1, 1024, 0, 0x789C, SETTINGS, List.of()));
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () ->
            assertThrows(
                MalformedRecipeException.class,
                () -> Restorer.restore(recipe, List.of(pixels), 1 << 22)));
  }
}
