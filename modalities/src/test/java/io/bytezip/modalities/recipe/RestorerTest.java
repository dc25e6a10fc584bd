package io.bytezip.modalities.recipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.bytezip.modalities.MalformedRecipeException;
import io.bytezip.modalities.deflate.DeflateSettings;
import io.bytezip.modalities.recipe.RecipeWriter.Node;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
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

  private static final List<Transform> TRANSFORMS =
      List.of(
          new PadRows(128, 1, 255, true),
          new PadRows(127, 16_384, 0, false),
          new Deflate(-1, SETTINGS, 0),
          new Deflate(0x78DA, SETTINGS, 70_000),
          new PngRows(300, 70_000, 64, true, PngRows.STORED),
          new PngRows(1, 1, 1, false, 4),
          new PngChunks(-1, List.of(new PngChunks.Run(8192, 40))),
          new PngChunks(Integer.MAX_VALUE - 1, List.of()),
          new PackBits(2, 9),
          new Lzw(Lzw.Variant.GIF, 2, Lzw.End.CODE, 0),
          new Lzw(Lzw.Variant.TIFF, 8, Lzw.End.NOTHING, 3000),
          new SubBlocks(List.of(new SubBlocks.Run(255, 1), new SubBlocks.Run(1, 300))),
          new GifRows(300),
          new Qoi(4),
          new Packets(Packets.Variant.TGA, 4, Packets.Rule.RUNS_OF_TWO, Integer.MAX_VALUE, 0),
          new Packets(Packets.Variant.PACK_BITS, 1, Packets.Rule.STORED, 1, 200),
          new Differences(600, 3, Differences.Order.BIG_ENDIAN));

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static Node copy(int segment, int count) {
    return new Node.Copy(segment, count);
  }

  private static Node made(Transform transform, Node... nodes) {
    return new Node.Made(transform, List.of(nodes));
  }

  private static Packets packets(Packets.Rule rule, int heads) {
    return new Packets(Packets.Variant.TGA, 1, rule, 1, heads);
  }

  private static byte[] recipe(Node... nodes) {
    return RecipeWriter.write(List.of(nodes));
  }

  @Test
  void segmentsFollowOneAnother() throws Exception {
    byte[] restored = Restorer.restore(new byte[0], List.of(bytes(1, 2), bytes(3)), 3);
    assertArrayEquals(bytes(1, 2, 3), restored);
    assertEquals(0, Restorer.restore(new byte[0], List.of(), 0).length);
  }

  @Test
  void nodesInterleave() throws Exception {
    byte[] recipe =
        recipe(copy(1, 2), made(new PadRows(2, 1, 1, true), copy(0, 2), copy(1, 1)), copy(0, 1));
    List<byte[]> segments = List.of(bytes(1, 2, 3), bytes(7, 8, 9, 10));
    assertArrayEquals(bytes(7, 8, 1, 2, 9, 3, 10), Restorer.restore(recipe, segments, 7));
    byte[] zeros = recipe(made(new PadRows(1, 3, 2, false), copy(0, 3)));
    assertArrayEquals(
        bytes(1, 0, 0, 2, 0, 0, 3, 0, 0), Restorer.restore(zeros, List.of(bytes(1, 2, 3)), 9));
  }

  @Test
  void placesAreWhereSegmentsGo() throws Exception {
    byte[] recipe =
        recipe(copy(1, 2), made(new PadRows(2, 1, 1, true), copy(0, 2), copy(2, 1)), copy(0, 1));
    List<byte[]> segments = List.of(bytes(1, 2, 3), bytes(7, 8), bytes(9), bytes(10));
    int[] places = new int[4];
    Restorer.restore(recipe, segments, 7, places);
    // The third is within what begins where the first one does; the fourth is left for the end.
    assertArrayEquals(new int[] {2, 0, 2, 6}, places);
  }

  @Test
  void copiesAtTheEndGoWithoutSaying() {
    assertEquals(0, recipe(copy(0, 5), copy(1, 7), copy(2, 1)).length);
    assertEquals(2, recipe(copy(1, 7), copy(0, 5), copy(0, 3)).length);
    assertEquals(4, recipe(copy(0, 3), copy(1, 5), copy(0, 7), copy(1, 1)).length);
  }

  @Test
  void manySegmentsAreNumbered() throws Exception {
    List<byte[]> segments = new ArrayList<>();
    List<Node> nodes = new ArrayList<>();
    byte[] expected = new byte[300];
    for (int i = 0; i < 300; i++) {
      segments.add(bytes(i));
      nodes.add(copy(299 - i, 1));
      expected[i] = (byte) (299 - i);
    }
    assertArrayEquals(expected, Restorer.restore(RecipeWriter.write(nodes), segments, 300));
  }

  @Test
  void everyTransformReadsBack() throws Exception {
    for (Transform transform : TRANSFORMS) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      transform.write(new DataOutputStream(bytes));
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
      assertEquals(transform, Transform.read(transform.kind(), in));
      assertEquals(-1, in.read());
    }
  }

  @Test
  void badRecipesAreRefused() {
    List<byte[]> segments = List.of(new byte[100], new byte[10]);
    byte[][] recipes = {
      recipe(copy(2, 1), copy(0, 1)),
      recipe(copy(1, 11), copy(0, 1)),
      recipe(copy(0, 60), copy(1, 1), copy(0, 60), copy(1, 1)),
      recipe(made(new PadRows(2, 51, 0, false), copy(0, 100))),
      recipe(made(new PadRows(2, 20, 1, true), copy(0, 40), copy(1, 10))),
      recipe(made(new PadRows(1, 100, 255, false), copy(0, 100))),
      recipe(made(new PngRows(101, 1, 8, false, 0), copy(0, 100))),
      recipe(made(new PngRows(2, 50, 8, false, 5), copy(0, 100))),
      recipe(made(new PngRows(1, 100, 8, true, 0), copy(0, 99))),
      recipe(made(new Deflate(-1, SETTINGS, 101), copy(0, 100))),
      recipe(made(new PngChunks(-1, List.of(new PngChunks.Run(90_000, 1))), copy(0, 100))),
      recipe(made(new PngChunks(-1, List.of(new PngChunks.Run(0, 90_000_000))), copy(0, 100))),
      recipe(made(new Numbers(true, List.of(3)), copy(0, 100))),
      recipe(made(new PackBits(4, 3), copy(0, 100))),
      recipe(made(new Lzw(Lzw.Variant.GIF, 8, Lzw.End.CODE, 101), copy(0, 100))),
      recipe(made(new Lzw(Lzw.Variant.GIF, 8, Lzw.End.CODE, 99), copy(0, 100))),
      recipe(made(new SubBlocks(List.of(new SubBlocks.Run(101, 1))), copy(0, 100))),
      recipe(made(new GifRows(101), copy(0, 100))),
      recipe(made(new Qoi(3), copy(0, 100))),
      recipe(made(packets(Packets.Rule.STORED, 101), copy(0, 100))),
      recipe(made(packets(Packets.Rule.STORED, 51), copy(0, 100))),
      recipe(made(packets(Packets.Rule.STORED, 49), copy(0, 100))),
      recipe(made(new Differences(2, 1, Differences.Order.BIG_ENDIAN), copy(0, 99))),
      bytes(0),
      bytes(1, 0),
      bytes(1, 0x80, 0),
      bytes(1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF),
      bytes(127, 5, 1),
      bytes(128),
      bytes(255),
    };
    for (byte[] recipe : recipes) {
      for (int length : new int[] {-1, 0, 50, 109, 111, 400, 1 << 20}) {
        assertThrows(
            MalformedRecipeException.class,
            () -> Restorer.restore(recipe, segments, length),
            () -> Arrays.toString(recipe) + " " + length);
      }
    }
  }

  @Test
  void theDeepestRecipesAreRefused() throws Exception {
    for (int depth : new int[] {Restorer.MAX_DEPTH, Restorer.MAX_DEPTH + 1, 100_000}) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (int i = 0; i < depth; i++) {
        bytes.write(bytes(RecipeWriter.TRANSFORM + Numbers.KIND, 1 | 32, 2, 1));
      }
      bytes.write(bytes(0, 2));
      List<byte[]> segments = List.of(bytes(1, 2));
      if (depth <= Restorer.MAX_DEPTH) {
        assertArrayEquals(bytes(1, 2), Restorer.restore(bytes.toByteArray(), segments, 2));
      } else {
        assertThrows(
            MalformedRecipeException.class,
            () -> Restorer.restore(bytes.toByteArray(), segments, 2));
      }
    }
  }

  @Test
  void whatMultipliesIsRefused() {
    // Rows of nothing but padding, of rows of nothing but padding.
    Node node = copy(0, 10);
    int size = 10;
    for (int i = 0; i < 3; i++) {
      node = made(new PadRows(1, size, 255, false), node);
      size *= 256;
    }
    byte[] recipe = recipe(node);
    assertThrows(
        MalformedRecipeException.class,
        () -> Restorer.restore(recipe, List.of(new byte[10]), 1 << 20));
  }

  @Test
  void levelsThatAreOpenShareTheRoom() {
    // Each would fit alone: the symbols of one LZW stream within those of another.
    Node node = copy(0, 1);
    for (int i = 0; i < 3; i++) {
      Node rows = made(new PadRows(1, 700, 255, false), copy(0, 700));
      node = made(new Lzw(Lzw.Variant.GIF, 8, Lzw.End.CODE, 0), rows, node);
    }
    byte[] recipe = recipe(node);
    MalformedRecipeException refused =
        assertThrows(
            MalformedRecipeException.class,
            () -> Restorer.restore(recipe, List.of(new byte[10_000]), 10_000));
    assertEquals("the recipe makes more bytes than it may", refused.getMessage());
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

  @Property(tries = 2000)
  void damagedRecipesGiveTheLengthOrAnError(@ForAll long seed) {
    Random random = new Random(seed);
    List<byte[]> segments = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      byte[] bytes = new byte[random.nextInt(3000)];
      random.nextBytes(bytes);
      segments.add(bytes);
    }
    byte[] recipe = recipe(any(random, 3), copy(1, 1), any(random, 2), copy(0, 1));
    for (int k = random.nextInt(3); k >= 0; k--) {
      recipe[random.nextInt(recipe.length)] ^= (byte) (1 << random.nextInt(8));
    }
    int length = random.nextInt(20_000);
    try {
      assertEquals(length, Restorer.restore(recipe, segments, length).length);
    } catch (MalformedRecipeException expected) {
      assertEquals(MalformedRecipeException.class, expected.getClass());
    }
  }

  private static Node any(Random random, int depth) {
    if (depth == 0) {
      return copy(random.nextInt(3), 1 + random.nextInt(200));
    }
    Transform transform = TRANSFORMS.get(random.nextInt(TRANSFORMS.size()));
    return made(transform, any(random, depth - 1), any(random, depth - 1));
  }

  @Test
  void theSlowestPixelsEndInTime() {
    // Every string has been seen thousands of times, each time with another end.
    byte[] pixels = new byte[1 << 20];
    Random random = new Random(1);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i % 120 == 0 ? random.nextInt(256) : i % 120 / 119);
    }
    byte[] recipe = recipe(made(new Deflate(0x789C, SETTINGS, 0), copy(0, pixels.length)));
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () ->
            assertThrows(
                MalformedRecipeException.class,
                () -> Restorer.restore(recipe, List.of(pixels), 1 << 22)));
  }
}
