package io.bytezip.modalities.deflate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.modalities.MalformedRecipeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** 2,000 mutants of streams and as many of corrections, or what the profile {@code fuzz} says. */
class DeflateFuzzTest {
  private static final int COUNT = Integer.getInteger("fuzz.count", 2000);
  private static final int MOST = 1 << 18;

  private static byte[] mutant(byte[] bytes, Random random) {
    byte[] mutant =
        Arrays.copyOf(bytes, bytes.length - random.nextInt(2) * random.nextInt(bytes.length));
    for (int i = random.nextInt(5); i > 0 && mutant.length > 0; i--) {
      int at = random.nextInt(mutant.length);
      mutant[at] =
          (byte) (random.nextBoolean() ? random.nextInt(256) : mutant[at] ^ 1 << random.nextInt(8));
    }
    return mutant;
  }

  /** Restores; true if nothing was wrong, and never more than {@link #MOST} bytes. */
  private static boolean restores(byte[] plain, Recreation recreation, byte[] expected) {
    byte[] made = new byte[MOST];
    int[] size = new int[1];
    try {
      DeflateRestorer.restore(
          plain,
          0,
          plain.length,
          recreation,
          (bytes, length) -> {
            if (length > MOST - size[0]) {
              return false;
            }
            System.arraycopy(bytes, 0, made, size[0], length);
            size[0] += length;
            return true;
          });
    } catch (MalformedRecipeException e) {
      return false;
    }
    assertTrue(expected == null || Arrays.equals(expected, Arrays.copyOf(made, size[0])));
    return true;
  }

  @Test
  void mutantsOfStreamsComeBackOrAreRefused() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(60 + COUNT / 20),
        () -> {
          Random random = new Random(20_261);
          for (int i = 0; i < COUNT; i++) {
            byte[] data = RandomStream.data(random, random.nextInt(3000));
            byte[] mutant = mutant(RandomStream.of(data, random), random);
            DeflateAnalyser.analyse(mutant, 0, mutant.length, MOST)
                .ifPresent(
                    found -> {
                      byte[] expected = Arrays.copyOf(mutant, found.size());
                      assertTrue(restores(found.plain(), found.recreation(), expected));
                    });
          }
        });
  }

  @Test
  void mutantsOfCorrectionsMakeSomeStreamOrNone() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(60 + COUNT / 20),
        () -> {
          Random random = new Random(20_262);
          int refused = 0;
          for (int i = 0; i < COUNT; i++) {
            byte[] data = RandomStream.data(random, 1 + random.nextInt(3000));
            byte[] stream = RandomStream.of(data, random);
            ParsedStream parsed = StreamParser.parse(stream, 0, stream.length, MOST);
            DeflateSettings settings =
                new DeflateSettings(
                    1 + random.nextInt(9),
                    1 + random.nextInt(9),
                    DeflateSettings.Strategy.DEFAULT,
                    15);
            BitEncoder coder = new BitEncoder(Contexts.COUNT);
            MatchRules rules = MatchRules.of(settings, 0);
            assertTrue(
                CorrectedDeflate.correct(rules, parsed, false, coder, MOST, Race.alone(parsed)));
            byte[] coded = coder.finish();
            byte[] corrections = new byte[coded.length + 1];
            System.arraycopy(coded, 0, corrections, 1, coded.length);
            assertTrue(restores(data, new Recreation(settings, corrections), stream));
            byte[] damaged = mutant(corrections, random);
            refused += restores(data, new Recreation(settings, damaged), null) ? 0 : 1;
            byte[] other = mutant(data, random);
            restores(other, new Recreation(settings, corrections), null);
          }
          assertTrue(refused > 0);
        });
  }

  @Test
  void noiseIsNoStream() {
    Random random = new Random(20_263);
    for (int i = 0; i < COUNT; i++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      byte[] before = noise.clone();
      DeflateAnalyser.analyse(noise, 0, noise.length, MOST)
          .ifPresent(found -> assertTrue(found.size() <= noise.length));
      assertArrayEquals(before, noise);
    }
  }
}
