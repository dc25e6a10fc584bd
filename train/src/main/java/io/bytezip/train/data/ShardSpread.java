package io.bytezip.train.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Spreads the tracks of one modality and split over shards: each goes to one of a few open shards
 * by chance, so that every shard is a sample of many files and memory stays bounded.
 */
final class ShardSpread {
  /** Most symbols of a shard. */
  static final int MOST_SYMBOLS = 1 << 24;

  private final ShardStore store;
  private final Modality modality;
  private final Split split;
  private final int open;
  private final long mostBytes;
  private final Random random;
  private final Map<String, List<List<Track>>> byLayout = new LinkedHashMap<>();

  /**
   * @param open how many shards are filled at once; 1 keeps the order
   * @param mostBytes decoded size of a shard, about
   */
  ShardSpread(
      ShardStore store, Modality modality, Split split, int open, long mostBytes, long seed) {
    this.store = store;
    this.modality = modality;
    this.split = split;
    this.open = open;
    this.mostBytes = mostBytes;
    random = new Random(seed);
  }

  /** Takes a track; empty ones are left out. */
  void add(Track track) throws IOException {
    if (track.length() == 0) {
      return;
    }
    List<List<Track>> shards =
        byLayout.computeIfAbsent(
            track.layout() + " " + track.planes(),
            name -> {
              List<List<Track>> fresh = new ArrayList<>();
              for (int i = 0; i < open; i++) {
                fresh.add(new ArrayList<>());
              }
              return fresh;
            });
    List<Track> shard = shards.get(random.nextInt(open));
    if (!shard.isEmpty() && !fits(shard, track, mostBytes)) {
      store.write(modality, split, shard);
      shard.clear();
    }
    shard.add(track);
  }

  /** Writes what is left, in shards of about equal size, as few as will do. */
  void finish() throws IOException {
    for (List<List<Track>> shards : byLayout.values()) {
      List<Track> rest = new ArrayList<>();
      shards.forEach(rest::addAll);
      if (open > 1) {
        Collections.shuffle(rest, random);
      }
      long all = size(rest);
      long each = Math.ceilDiv(all, Math.ceilDiv(all, mostBytes)) + Shard.size(1 << 16, 0, 1);
      List<Track> shard = new ArrayList<>();
      for (Track track : rest) {
        if (!shard.isEmpty() && !fits(shard, track, Math.min(each, mostBytes))) {
          store.write(modality, split, shard);
          shard.clear();
        }
        shard.add(track);
      }
      if (!shard.isEmpty()) {
        store.write(modality, split, shard);
      }
    }
    byLayout.clear();
  }

  private static boolean fits(List<Track> shard, Track track, long most) {
    long symbols = shard.stream().mapToLong(Track::length).sum() + track.length();
    return symbols <= MOST_SYMBOLS && Shard.size(symbols, track.planes(), shard.size() + 1) <= most;
  }

  private static long size(List<Track> tracks) {
    long symbols = tracks.stream().mapToLong(Track::length).sum();
    return Math.max(
        1, Shard.size(symbols, tracks.isEmpty() ? 0 : tracks.get(0).planes(), tracks.size()));
  }
}
