package io.bytezip.codec;

import io.bytezip.modalities.Layout;
import java.util.ArrayList;
import java.util.List;

/**
 * Codes short segments of every layout in every way that it has and prints a line with the hash of
 * each stream; run in JVMs of other kinds.
 */
final class Digest {
  private Digest() {}

  public static void main(String[] arguments) throws CorruptArchiveException {
    lines(Integer.parseInt(arguments[0])).forEach(System.out::println);
  }

  /** What a JVM prints for segments of so many bytes. */
  static List<String> lines(int length) throws CorruptArchiveException {
    List<String> lines = new ArrayList<>();
    for (Coding coding : Coding.values()) {
      for (Layout layout : Lanes.LAYOUTS) {
        PredictorSource models = Corpus.models();
        if (coding.transforms() && models.forCompression(layout, ModelSize.DEFAULT) == null) {
          continue;
        }
        byte[] content =
            Corpus.joined(Contents.skewed(length / 2, 3), Contents.text(length / 2, 4));
        byte[] stream = Lanes.encode(layout, content, 3, coding, models, 2);
        long hash = Hash.of(stream, 0, stream.length);
        lines.add(coding + " " + layout + " " + stream.length + " " + Long.toHexString(hash));
      }
    }
    return lines;
  }
}
