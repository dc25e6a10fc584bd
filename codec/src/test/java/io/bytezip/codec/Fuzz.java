package io.bytezip.codec;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Decodes random mutations and splices of the {@link Corpus}, every other one with its checksums
 * repaired; ends with status 0 if all gave an error or right bytes. Run in a JVM of its own, whose
 * heap is the bound on memory.
 */
final class Fuzz {
  /** Every splice may put one more archive behind another; the corpus has pairs already. */
  private static final int MEMBERS = 8;

  private Fuzz() {}

  public static void main(String[] arguments) {
    int count = Integer.parseInt(arguments[0]);
    SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[1]));
    PredictorSource models = Corpus.models();
    List<Corpus.Entry> entries = Corpus.entries();
    List<byte[]> contents = entries.stream().map(Corpus.Entry::content).toList();
    for (int i = 0; i < count; i++) {
      byte[] mutant = mutant(random, entries);
      byte[] tried = i % 2 == 0 ? mutant : Checksums.repaired(mutant);
      try {
        Damage.decodes(tried, models, contents, MEMBERS);
      } catch (RuntimeException | Error e) {
        throw new IllegalStateException("mutant " + i + " of seed " + arguments[1], e);
      }
    }
  }

  private static byte[] mutant(SplittableRandom random, List<Corpus.Entry> entries) {
    byte[] bytes = entries.get(random.nextInt(entries.size())).archive().clone();
    for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
      bytes = edited(random, bytes, entries);
    }
    return bytes;
  }

  private static byte[] edited(SplittableRandom random, byte[] bytes, List<Corpus.Entry> entries) {
    if (bytes.length == 0) {
      return bytes;
    }
    // Headers are where the interesting fields are.
    int at =
        random.nextBoolean()
            ? random.nextInt(bytes.length)
            : random.nextInt(Math.min(60, bytes.length));
    int count = Math.min(bytes.length - at, 1 << random.nextInt(7));
    byte[] edited = bytes.clone();
    switch (random.nextInt(7)) {
      case 0 -> edited[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> edited[at] = (byte) random.nextInt();
      case 2 -> edited[at] = (byte) (random.nextBoolean() ? 0xFF : 0);
      case 3 -> {
        for (int i = 0; i < count; i++) {
          edited[at + i] = (byte) random.nextInt();
        }
      }
      case 4 -> {
        return Corpus.joined(
            Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at + count, bytes.length));
      }
      case 5 -> {
        return Corpus.joined(
            Arrays.copyOf(bytes, at + count), Arrays.copyOfRange(bytes, at, bytes.length));
      }
      default -> {
        byte[] other = entries.get(random.nextInt(entries.size())).archive();
        int from = random.nextInt(other.length);
        return Corpus.joined(
            Arrays.copyOf(bytes, at), Arrays.copyOfRange(other, from, other.length));
      }
    }
    return edited;
  }
}
