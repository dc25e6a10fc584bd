package io.bytezip.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The tracks of one modality, from which windows are drawn: first a group by its share, then a
 * place in it, every symbol equally likely.
 */
final class Corpus {
  /** Tracks of a group, with the number of symbols up to and including each. */
  private record Group(List<Track> tracks, long[] ends, double upTo) {}

  private final List<Group> groups = new ArrayList<>();
  private final long symbols;

  /**
   * @param caps greatest share (0 to 1) of all groups whose name starts with the key together
   */
  Corpus(List<Track> tracks, Map<String, Double> caps) {
    Map<String, List<Track>> byGroup = new LinkedHashMap<>();
    long total = 0;
    for (Track track : tracks) {
      if (track.length() > 0) {
        byGroup.computeIfAbsent(track.group(), name -> new ArrayList<>()).add(track);
        total += track.length();
      }
    }
    symbols = total;
    Map<String, Double> weights = weights(byGroup, caps);
    double sum = weights.values().stream().mapToDouble(Double::doubleValue).sum();
    double upTo = 0;
    for (Map.Entry<String, List<Track>> entry : byGroup.entrySet()) {
      upTo += weights.get(entry.getKey()) / sum;
      groups.add(new Group(entry.getValue(), ends(entry.getValue()), upTo));
    }
  }

  private static Map<String, Double> weights(
      Map<String, List<Track>> byGroup, Map<String, Double> caps) {
    Map<String, Double> weights = new LinkedHashMap<>();
    byGroup.forEach(
        (name, list) -> weights.put(name, (double) list.stream().mapToLong(Track::length).sum()));
    caps.forEach(
        (prefix, cap) -> {
          double all = weights.values().stream().mapToDouble(Double::doubleValue).sum();
          double capped =
              weights.entrySet().stream()
                  .filter(e -> e.getKey().startsWith(prefix))
                  .mapToDouble(Map.Entry::getValue)
                  .sum();
          if (capped > cap * all && capped < all) {
            double factor = cap / (1 - cap) * (all - capped) / capped;
            weights.replaceAll(
                (name, weight) -> name.startsWith(prefix) ? weight * factor : weight);
          }
        });
    return weights;
  }

  private static long[] ends(List<Track> tracks) {
    long[] ends = new long[tracks.size()];
    long at = 0;
    for (int i = 0; i < ends.length; i++) {
      at += tracks.get(i).length();
      ends[i] = at;
    }
    return ends;
  }

  long symbols() {
    return symbols;
  }

  boolean isEmpty() {
    return groups.isEmpty();
  }

  /** A place in a track; the window starts there. */
  record Place(Track track, int start) {}

  /** Draws a window of {@code length} symbols (fewer where the track is shorter). */
  Place draw(SplittableRandom random, int length) {
    double r = random.nextDouble();
    int g = 0;
    while (g < groups.size() - 1 && r >= groups.get(g).upTo()) {
      g++;
    }
    Group group = groups.get(g);
    long[] ends = group.ends();
    long at = random.nextLong(ends[ends.length - 1]);
    int low = 0;
    int high = ends.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (at < ends[middle]) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    Track track = group.tracks().get(low);
    int room = Math.max(0, track.length() - length);
    return new Place(track, random.nextInt(room + 1));
  }
}
