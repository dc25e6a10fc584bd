package io.bytezip.modalities;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mutated files of every format: 1,000 of each kind, or what the profile {@code fuzz} says. */
class FormatFuzzTest {
  private static final int COUNT = Integer.getInteger("fuzz.count", 1000);
  private static final int MAX_BLOCK = 1 << 20;
  private static final int[] DEPTHS = {1, 4, 8, 16, 24, 32};

  /** What is mutated. */
  enum Kind {
    AIFF,
    AU,
    BMP,
    CAF,
    CONTAINER,
    GIF,
    GZIP,
    ICO,
    NPY,
    PDF,
    PNG,
    PNM,
    PROGRAM,
    QOI,
    SAFETENSORS,
    TGA,
    TIFF,
    WAV,
    ZIP;

    private byte[] make(Random random) {
      int width = 1 + random.nextInt(60);
      int height = 20 + random.nextInt(40);
      int channels = 1 + random.nextInt(3);
      boolean either = random.nextBoolean();
      SoundFiles.Coding coding = SoundFiles.Coding.values()[random.nextInt(4)];
      int bytes = coding.ordinal() > 1 ? 4 << random.nextInt(2) : 1 + random.nextInt(4);
      return switch (this) {
        case AIFF -> SoundFiles.aiff(random, channels, bytes, coding, either);
        case AU -> SoundFiles.au(random, channels, bytes, coding, either);
        case BMP -> PictureFiles.bmp(random, DEPTHS[random.nextInt(6)], width, height);
        case CAF -> SoundFiles.caf(random, channels, bytes, coding, either);
        case CONTAINER -> ContainerFiles.any(random, 5).bytes();
        case GIF -> GifFiles.any(random);
        case GZIP -> DeflatedFiles.gzip(random, DeflatedFiles.content(random));
        case ICO -> PictureFiles.icon(random, 16 + random.nextInt(17));
        case NPY -> new TensorFiles(random).npy();
        case PDF -> DeflatedFiles.pdf(random, DeflatedFiles.content(random));
        case PNG -> new TestFiles(random).png(width, height);
        case PNM -> PictureFiles.pnm(random, width, height);
        case PROGRAM ->
            ProgramFiles.of(random.nextInt(ProgramFiles.KINDS), random, 1 + random.nextInt(9000));
        case QOI -> PictureFiles.qoi(random, width, height);
        case SAFETENSORS -> new TensorFiles(random).safetensors();
        case TGA -> PictureFiles.tga(random, 1 + random.nextInt(3), either, width, height);
        case TIFF -> TiffFiles.any(random);
        case WAV -> SoundFiles.wav(random, channels, bytes, coding, either);
        case ZIP -> DeflatedFiles.zip(random, DeflatedFiles.content(random), new byte[300]);
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void mutantsComeBack(Kind kind) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(120 + COUNT / 10),
        () -> {
          Random random = new Random(20_262);
          byte[] file = {};
          for (int i = 0; i < COUNT; i++) {
            if (i % 8 == 0) {
              file = kind.make(random);
            }
            byte[] mutant = mutant(file, random);
            int block = random.nextInt(4) == 0 ? 1 + random.nextInt(9000) : MAX_BLOCK;
            Blocks.of(mutant, block, MAX_BLOCK);
          }
        });
  }

  /** Mutants whose plans were wrong once, named after why. */
  @ParameterizedTest
  @ValueSource(strings = "member-ends-early")
  void oldTroublesComeBack(String name) throws Exception {
    try (InputStream in = FormatFuzzTest.class.getResourceAsStream(name + ".bin")) {
      Blocks.of(in.readAllBytes(), MAX_BLOCK, MAX_BLOCK);
    }
  }

  private static byte[] mutant(byte[] file, Random random) {
    byte[] mutant = file.clone();
    for (int edits = 1 + random.nextInt(4); edits > 0 && mutant.length > 0; edits--) {
      // Headers are where the interesting fields are, and in a TIFF the end.
      int reach = Math.min(mutant.length, 100);
      int at =
          switch (random.nextInt(3)) {
            case 0 -> random.nextInt(mutant.length);
            case 1 -> random.nextInt(reach);
            default -> mutant.length - 1 - random.nextInt(reach);
          };
      int count = Math.min(mutant.length - at, 1 << random.nextInt(6));
      switch (random.nextInt(7)) {
        case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> mutant[at] = (byte) random.nextInt();
        case 2 -> mutant[at] = (byte) (random.nextBoolean() ? 0xFF : 0);
        case 3 -> Arrays.fill(mutant, at, at + count, (byte) random.nextInt());
        case 4 -> mutant = Arrays.copyOf(mutant, at);
        // Sizes and shapes are often text.
        case 5 -> mutant[at] = (byte) ('0' + random.nextInt(10));
        default ->
            System.arraycopy(mutant, random.nextInt(mutant.length - count + 1), mutant, at, count);
      }
    }
    return mutant;
  }
}
