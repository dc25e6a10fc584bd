package io.bytezip.modalities.deflate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.modalities.MalformedRecipeException;
import io.bytezip.modalities.deflate.DeflateSettings.Strategy;
import io.bytezip.modalities.deflate.SettingsSearch.Candidate;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CorrectedDeflateTest {
  private static final int MANY = 1 << 24;

  /** What the platform's zlib makes of a stream, or null; the bytes behind it are counted. */
  private record Reference(byte[] plain, int remaining) {
    static Reference of(byte[] stream) {
      ByteArrayOutputStream plain = new ByteArrayOutputStream();
      byte[] buffer = new byte[1 << 16];
      try (Inflater inflater = new Inflater(true)) {
        inflater.setInput(stream);
        while (!inflater.finished()) {
          int count = inflater.inflate(buffer);
          if (count == 0 && !inflater.finished()) {
            return null;
          }
          plain.write(buffer, 0, count);
        }
        return new Reference(plain.toByteArray(), inflater.getRemaining());
      } catch (DataFormatException e) {
        return null;
      }
    }
  }

  private static byte[] restored(byte[] plain, Recreation recreation)
      throws MalformedRecipeException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DeflateRestorer.restore(
        plain,
        0,
        plain.length,
        recreation,
        (bytes, length) -> {
          out.write(bytes, 0, length);
          return true;
        });
    return out.toByteArray();
  }

  /** Through corrections, however many, on top of any settings. */
  private static void comesBack(byte[] stream, Candidate candidate) throws Exception {
    ParsedStream parsed = StreamParser.parse(stream, 0, stream.length, MANY);
    assertNotNull(parsed);
    assertEquals(stream.length, parsed.size());
    BitEncoder coder = new BitEncoder(Contexts.COUNT);
    assertTrue(
        CorrectedDeflate.correct(
            candidate.rules(), parsed, false, coder, MANY, Race.alone(parsed)));
    byte[] coded = coder.finish();
    byte[] corrections = new byte[coded.length + 1];
    corrections[0] = (byte) candidate.variant();
    System.arraycopy(coded, 0, corrections, 1, coded.length);
    Recreation recreation = new Recreation(candidate.settings(), corrections);
    assertArrayEquals(stream, restored(parsed.plain(), recreation), candidate.toString());
  }

  private static Candidate any(Random random) {
    DeflateSettings settings =
        new DeflateSettings(
            1 + random.nextInt(9),
            1 + random.nextInt(9),
            Strategy.values()[random.nextInt(4)],
            9 + random.nextInt(7));
    return new Candidate(settings, random.nextInt(8));
  }

  @Property(tries = 300)
  void anyStreamComesBack(@ForAll long seed, @ForAll @IntRange(max = 60_000) int length)
      throws Exception {
    Random random = new Random(seed);
    byte[] data = RandomStream.data(random, length);
    byte[] stream = RandomStream.of(data, random);
    Reference reference = Reference.of(stream);
    assertNotNull(reference);
    assertArrayEquals(data, reference.plain);
    comesBack(stream, any(random));
    // Foreign bytes before and behind are not touched.
    byte[] placed = new byte[stream.length + 30];
    random.nextBytes(placed);
    System.arraycopy(stream, 0, placed, 13, stream.length);
    DeflateAnalyser.analyse(placed, 13, placed.length - 13, data.length)
        .ifPresent(
            inflated -> {
              assertEquals(stream.length, inflated.size());
              assertArrayEquals(data, inflated.plain());
            });
  }

  @Property(tries = 200)
  void whatZlibFlushesComesBackWithFewCorrections(
      @ForAll long seed,
      @ForAll @IntRange(max = 100_000) int length,
      @ForAll @IntRange(min = 0, max = 9) int level)
      throws Exception {
    flushesComeBack(seed, length, level);
  }

  /** 127 tokens are a full block of memLevel 1. */
  @Example
  void aFlushAtAPowerOfTwoIsNoFullBlock() throws Exception {
    flushesComeBack(-2087, 24_152, 1);
  }

  /** A full flush makes the encoder forget, which the search for its level has to know. */
  @Example
  void theLevelIsFoundInSpiteOfFlushes() throws Exception {
    flushesComeBack(-3, 53_359, 8);
    flushesComeBack(-867, 95_235, 9);
  }

  private static void flushesComeBack(long seed, int length, int level) throws Exception {
    Random random = new Random(seed);
    byte[] data = RandomStream.data(random, length);
    int strategy = random.nextInt(3);
    int[] modes = {Deflater.NO_FLUSH, Deflater.SYNC_FLUSH, Deflater.FULL_FLUSH};
    int mode = modes[random.nextInt(3)];
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int flushes = 0;
    try (Deflater deflater = new Deflater(level, true)) {
      deflater.setStrategy(strategy);
      byte[] buffer = new byte[1 << 17];
      int at = 0;
      while (at < length) {
        int count = Math.min(length - at, 1 + random.nextInt(40_000));
        deflater.setInput(data, at, count);
        int made;
        do {
          made = deflater.deflate(buffer, 0, buffer.length, mode);
          out.write(buffer, 0, made);
        } while (made == buffer.length || !deflater.needsInput());
        at += count;
        flushes++;
      }
      deflater.finish();
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
    }
    byte[] stream = out.toByteArray();
    Inflated inflated = DeflateAnalyser.analyse(stream, 0, stream.length, length).orElseThrow();
    assertArrayEquals(data, inflated.plain());
    assertArrayEquals(stream, restored(data, inflated.recreation()));
    assertTrue(inflated.recreation().corrections().length <= 40 + 24 * flushes);
  }

  @Property(tries = 200)
  void whatZlibMakesInOneGoNeedsNoCorrections(
      @ForAll long seed, @ForAll @IntRange(max = 80_000) int length) throws Exception {
    Random random = new Random(seed);
    byte[] data = RandomStream.data(random, length);
    Candidate candidate = any(random);
    byte[] stream = restored(data, new Recreation(candidate.settings(), new byte[0]));
    ParsedStream parsed = StreamParser.parse(stream, 0, stream.length, length);
    assertNotNull(parsed);
    BitEncoder coder = new BitEncoder(Contexts.COUNT);
    MatchRules rules = MatchRules.of(candidate.settings(), 0);
    assertTrue(CorrectedDeflate.correct(rules, parsed, true, coder, MANY, Race.alone(parsed)));
    assertEquals(false, coder.ones());
  }

  @Property(tries = 3000)
  void damagedStreamsAreReadAsZlibReadsThem(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] stream = RandomStream.of(RandomStream.data(random, random.nextInt(300)), random);
    for (int i = random.nextInt(4); i > 0; i--) {
      stream[random.nextInt(stream.length)] ^= (byte) (1 << random.nextInt(8));
    }
    byte[] cut =
        Arrays.copyOf(stream, Math.max(0, stream.length - random.nextInt(2) * random.nextInt(9)));
    Reference reference = Reference.of(cut);
    ParsedStream parsed = StreamParser.parse(cut, 0, cut.length, MANY);
    if (parsed != null) {
      assertNotNull(reference);
      assertArrayEquals(reference.plain, parsed.plain());
      assertEquals(cut.length - reference.remaining, parsed.size());
      if (parsed.plain().length > 0) {
        assertNull(StreamParser.parse(cut, 0, cut.length, parsed.plain().length - 1));
      }
    } else {
      assertTrue(reference == null || longLength(reference));
    }
  }

  /** Only where there is a match of 258 bytes may its code be the wrong one. */
  private static boolean longLength(Reference reference) {
    return reference.plain.length > DeflateCodes.MAX_MATCH;
  }

  @Test
  void aBombIsNotInflated() {
    byte[] zeros = new byte[10_000_000];
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Deflater deflater = new Deflater(9, true)) {
      deflater.setInput(zeros);
      deflater.finish();
      byte[] buffer = new byte[1 << 16];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
    }
    byte[] stream = out.toByteArray();
    assertTrue(DeflateAnalyser.analyse(stream, 0, stream.length, 9_999_999).isEmpty());
    assertTrue(DeflateAnalyser.analyse(stream, 0, stream.length, 10_000_000).isPresent());
    assertTrue(DeflateAnalyser.analyse(stream, 0, stream.length - 1, 10_000_000).isEmpty());
    assertTrue(DeflateAnalyser.analyse(stream, 0, 0, 10).isEmpty());
  }

  @Test
  void partOfAnArrayIsRestored() throws Exception {
    byte[] data = RandomStream.data(new Random(5), 20_000);
    DeflateSettings settings = new DeflateSettings(6, 8, Strategy.DEFAULT, 15);
    byte[] part =
        restored(Arrays.copyOfRange(data, 3000, 9000), new Recreation(settings, new byte[0]));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DeflateRestorer.restore(
        data,
        3000,
        6000,
        new Recreation(settings, new byte[0]),
        (bytes, length) -> {
          out.write(bytes, 0, length);
          return true;
        });
    assertArrayEquals(part, out.toByteArray());
  }

  @Test
  void strayCorrectionsAreRefused() {
    DeflateSettings settings = new DeflateSettings(6, 8, Strategy.DEFAULT, 15);
    for (byte[] corrections : new byte[][] {{8}, {-1}, {0, -1, -1, -1, -1, -1, -1, -1}}) {
      assertThrows(
          MalformedRecipeException.class,
          () -> restored(new byte[100], new Recreation(settings, corrections)));
    }
  }
}
