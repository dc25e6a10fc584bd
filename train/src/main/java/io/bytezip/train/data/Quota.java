package io.bytezip.train.data;

import io.bytezip.train.data.Recipe.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts what is taken of one kind of data against the limits of a recipe. */
final class Quota {
  private final Map<String, Double> caps;
  private final long limit;
  private final Map<String, Long> ofPrefix = new HashMap<>();
  private final Map<Source, Long> ofSource = new HashMap<>();
  private long total;

  Quota(Map<String, Double> caps, long limit) {
    this.caps = caps;
    this.limit = limit;
  }

  /** Bytes taken. */
  long total() {
    return total;
  }

  boolean full() {
    return total >= limit;
  }

  /** Whether the file may be taken: its source and group have not had their share yet. */
  boolean takes(InputFile file) {
    long most = file.source().maxBytes();
    if (most > 0 && ofSource.getOrDefault(file.source(), 0L) >= most) {
      return false;
    }
    String prefix = prefix(file);
    return prefix.isEmpty() || ofPrefix.getOrDefault(prefix, 0L) <= caps.get(prefix) * total;
  }

  void took(InputFile file, long bytes) {
    total += bytes;
    ofSource.merge(file.source(), bytes, Long::sum);
    ofPrefix.merge(prefix(file), bytes, Long::sum);
  }

  /**
   * How much to take of each text. Texts are few and each of its own kind, so every limit takes the
   * same part of all that it concerns.
   */
  Map<InputFile, Long> texts(List<InputFile> files) {
    Map<Source, Long> sizes = new HashMap<>();
    files.forEach(file -> sizes.merge(file.source(), file.size(), Long::sum));
    Map<InputFile, Double> parts = new HashMap<>();
    for (InputFile file : files) {
      long most = file.source().maxBytes();
      double part = most == 0 ? 1 : Math.min(1, (double) most / sizes.get(file.source()));
      parts.put(file, part * file.size());
    }
    for (Map.Entry<String, Double> cap : caps.entrySet()) {
      double capped = sum(parts, cap.getKey());
      double others = sum(parts, "") - capped;
      double room = cap.getValue() / (1 - cap.getValue()) * others;
      if (capped > room && others > 0) {
        parts.replaceAll(
            (file, size) -> prefix(file).equals(cap.getKey()) ? size * room / capped : size);
      }
    }
    double scale = Math.min(1, limit / Math.max(1, sum(parts, "")));
    Map<InputFile, Long> result = new HashMap<>();
    parts.forEach((file, size) -> result.put(file, (long) (size * scale)));
    return result;
  }

  /** Of all files that the cap with this prefix concerns; of all, if it is empty. */
  private double sum(Map<InputFile, Double> parts, String prefix) {
    return parts.entrySet().stream()
        .filter(e -> prefix.isEmpty() || prefix(e.getKey()).equals(prefix))
        .mapToDouble(Map.Entry::getValue)
        .sorted()
        .sum();
  }

  /** The longest prefix of a cap that the file's group has, or an empty one. */
  private String prefix(InputFile file) {
    String longest = "";
    for (String prefix : caps.keySet()) {
      if (file.group().startsWith(prefix) && prefix.length() > longest.length()) {
        longest = prefix;
      }
    }
    return longest;
  }
}
