package io.bytezip.codec;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DamageTest {
  private static final PredictorSource MODELS = Corpus.models();

  /** Without the pictures drawn by a model, whose thousands of bits take long. */
  static List<Corpus.Entry> entries() {
    return Corpus.entries().stream().filter(entry -> !entry.name().startsWith("drawn")).toList();
  }

  /** Models that learn begin with large tables, so of the longer ones only a part is tried. */
  private static int stride(Corpus.Entry entry) {
    boolean learned = entry.name().startsWith("adaptive-") || entry.name().startsWith("mix-");
    return learned ? 19 : 1;
  }

  @ParameterizedTest
  @MethodSource("entries")
  void undamagedDecodes(Corpus.Entry entry) {
    assertTrue(Damage.decodes(entry.archive(), MODELS, List.of(entry.content())));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void noFlippedBitGivesWrongBytes(Corpus.Entry entry) {
    int decoded = 0;
    for (int bit = 0; bit < entry.archive().length * 8; bit += stride(entry)) {
      byte[] damaged = entry.archive().clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      if (Damage.decodes(damaged, MODELS, List.of(entry.content()))) {
        decoded++;
      }
    }
    // Only bits after the arithmetic coder's last decision, or padding, can be without meaning.
    assertTrue(decoded <= 16, decoded + " flips went unnoticed");
  }

  @ParameterizedTest
  @MethodSource("entries")
  void noTruncationDecodes(Corpus.Entry entry) {
    for (int length = 0; length < entry.archive().length; length += stride(entry)) {
      byte[] cut = Arrays.copyOf(entry.archive(), length);
      boolean decoded = Damage.decodes(cut, MODELS, prefixes(entry));
      boolean boundary = entry.name().equals("several") && decoded;
      assertFalse(decoded && !boundary, "cut to " + length);
    }
  }

  /** A joined archive cut between its parts is an archive. */
  private static List<byte[]> prefixes(Corpus.Entry entry) {
    byte[] content = entry.content();
    return List.of(content, Arrays.copyOf(content, Corpus.MODELLED));
  }

  @Test
  void everyKindOfBlockIsThere() throws Exception {
    Set<Object> seen = new HashSet<>();
    for (Corpus.Entry entry : Corpus.entries()) {
      try (ArchiveReader reader =
          ArchiveReader.open(
              new ByteChannel(entry.archive()), MODELS, DecompressOptions.DEFAULTS)) {
        for (ArchiveReader.Block block : reader.blocks()) {
          for (ArchiveReader.Segment segment : reader.segments(block)) {
            seen.add(segment.method());
            seen.add(segment.layout());
          }
        }
      }
    }
    Set<Object> expected = Arrays.stream(Method.values()).collect(Collectors.toSet());
    expected.addAll(Set.of("", "bytes", "pixels", "samples"));
    assertTrue(seen.equals(expected), seen.toString());
  }
}
