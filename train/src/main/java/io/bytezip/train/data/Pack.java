package io.bytezip.train.data;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A folder of shards and its {@code pack.json}. Holds no file open. */
public final class Pack {
  static final String INDEX = "pack.json";
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private final Path folder;
  private final PackInfo info;

  private Pack(Path folder, PackInfo info) {
    this.folder = folder;
    this.info = info;
  }

  /** Opens a pack; its shards are checked when they are read. */
  public static Pack open(Path folder) throws IOException, TrainException {
    if (!Files.isDirectory(folder)) {
      throw new TrainException("no such folder: " + folder);
    }
    Path index = folder.resolve(INDEX);
    if (!Files.exists(index)) {
      throw new TrainException(folder + " is no pack: it has no " + INDEX);
    }
    PackInfo info;
    try {
      info = GSON.fromJson(Files.readString(index), PackInfo.class);
    } catch (JsonParseException e) {
      throw new TrainException(index + " is broken: it is no JSON of a pack", e);
    }
    if (info == null || info.format() == null || !info.format().equals(PackInfo.FORMAT)) {
      throw new TrainException(index + " has not the format \"" + PackInfo.FORMAT + "\"");
    }
    if (info.mixture() == null
        || info.sources() == null
        || info.shards() == null
        || info.shards().stream().anyMatch(shard -> shard == null || !shard.sound())) {
      throw new TrainException(index + " is broken: parts of it are missing");
    }
    return new Pack(folder, info);
  }

  static void write(Path folder, PackInfo info) throws IOException {
    Files.writeString(folder.resolve(INDEX), GSON.toJson(info) + "\n");
  }

  /** The contents of {@code pack.json}. */
  public PackInfo info() {
    return info;
  }

  /** The kinds of data that can be trained on. */
  public Set<Modality> modalities() {
    Set<Modality> set = EnumSet.noneOf(Modality.class);
    for (ShardInfo shard : info.shards()) {
      if (shard.split() == Split.TRAIN) {
        set.add(shard.modality());
      }
    }
    return set;
  }

  /** How many symbols of a kind there are in a split. */
  public long symbols(Modality modality, Split split) {
    return shards(modality, split).stream().mapToLong(ShardInfo::symbols).sum();
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  /** Reads and checks every shard; one line for each that is broken, none if the pack is sound. */
  public List<String> verify() throws IOException {
    List<String> problems = new ArrayList<>();
    for (ShardInfo shard : info.shards()) {
      try {
        read(shard);
      } catch (TrainException e) {
        problems.add(e.getMessage());
      }
    }
    return problems;
  }

  /** The shards of a kind and split, in the order of {@code pack.json}. */
  List<ShardInfo> shards(Modality modality, Split split) {
    return info.shards().stream()
        .filter(shard -> shard.modality() == modality && shard.split() == split)
        .toList();
  }

  Shard read(ShardInfo shard) throws IOException, TrainException {
    return Shard.read(folder, shard);
  }
}
