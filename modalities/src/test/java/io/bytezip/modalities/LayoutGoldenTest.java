package io.bytezip.modalities;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Contexts, rotations and coded bytes of generated data, as digests. Archives and models depend on
 * every one of these bits: where a digest changes on purpose, the layout needs a new version.
 */
class LayoutGoldenTest {
  @ParameterizedTest
  @CsvSource({
    "300, 3, false, 40000, 5, d8bac66788568ed6",
    "300, 3, true, 20000, 1, dc5483e4352427ac",
    "129, 4, false, 20000, 3, 54267264d7f87a3f",
    "77, 4, true, 9999, 2, fc04a697f49d70ae",
    "64, 2, false, 9000, 2, 42f13341129dbf6b",
    "200, 1, false, 12345, 4, 3015af4f63b85730",
    "1, 1, false, 100, 1, 32b1654ea1b10ea7",
    "500, 3, false, 1000, 2, 665aa854e7ad1702",
    "450, 1, false, 18000, 1, cdffc8d522fdd9c2",
  })
  void pixels(int width, int channels, boolean blueFirst, int length, int lanes, String digest) {
    check(
        new PixelsLayout(width, channels, blueFirst),
        LayoutData.picture(width, channels, length, 1),
        lanes,
        digest);
  }

  @ParameterizedTest
  @CsvSource({
    "300, 3, true, 40000, 5, 06ae9a264f58da75",
    "129, 4, false, 20001, 3, fc2b736e054cbf5c",
    "64, 2, true, 9000, 2, 25f37db6262f2278",
    "200, 1, false, 12345, 4, f808525c5ec6424f",
  })
  void pixels16(int width, int channels, boolean bigEndian, int length, int lanes, String digest) {
    Pixels16Layout layout = new Pixels16Layout(width, channels, bigEndian);
    check(layout, LayoutData.deepPicture(layout, length, 5), lanes, digest);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 16, true, false, 40000, 2, d328c2419a027877",
    "2, 16, true, false, 40001, 2, 62ae093f7a7996e6",
    "1, 8, false, false, 9000, 2, be034a3ffd6b94b8",
    "2, 8, true, false, 9000, 1, 8a0f173f5a394529",
    "1, 24, true, true, 12001, 1, bb662173e8ab6d47",
    "2, 24, true, false, 30000, 3, 174e65404a41174b",
    "2, 16, false, true, 8003, 1, e0cd68aa3121c06f",
    "1, 32, true, false, 12001, 2, 1adf96c90a554945",
    "2, 32, false, true, 16000, 1, 2e3287d102ec3404",
    "6, 16, true, false, 24007, 2, d8b8c6460f4c17d3",
    "8, 24, true, true, 24000, 1, e7b26bc9057b2c22",
  })
  void samples(
      int channels,
      int bits,
      boolean signed,
      boolean bigEndian,
      int length,
      int lanes,
      String digest) {
    SamplesLayout layout = new SamplesLayout(channels, bits, signed, bigEndian);
    check(layout, LayoutData.sound(layout, length, 2), lanes, digest);
  }

  @ParameterizedTest
  @CsvSource({"0, 1000, 3, e396f4d564258e14", "5, 5000, 1, 7dba51ecd17047f1"})
  void bytes(int kind, int length, int lanes, String digest) {
    check(new BytesLayout(), LayoutData.extreme(kind, length, 3), lanes, digest);
  }

  /** The interpreter, which rounds as it reads, and compiled, vectorised loops must agree. */
  @Test
  void interpretedAsCompiled() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xint",
                "-cp",
                System.getProperty("java.class.path"),
                LayoutGoldenTest.class.getName())
            .redirectErrorStream(true)
            .start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), told);
    for (int i = 0; i < 3; i++) {
      assertEquals(bothLayouts(), told.strip());
    }
  }

  /** Prints {@link #bothLayouts}; run in a machine that interprets. */
  public static void main(String[] args) {
    System.out.println(bothLayouts());
  }

  private static String bothLayouts() {
    SamplesLayout samples = new SamplesLayout(2, 16, true, false);
    return digest(new PixelsLayout(150, 3, false), LayoutData.picture(150, 3, 9000, 4), 2)
        + digest(samples, LayoutData.sound(samples, 8000, 4), 2);
  }

  private static void check(Layout layout, byte[] source, int lanes, String digest) {
    assertEquals(digest, digest(layout, source, lanes));
  }

  private static String digest(Layout layout, byte[] source, int lanes) {
    return LayoutDriver.digest(LayoutDriver.encode(layout, source, new byte[source.length], lanes));
  }
}
