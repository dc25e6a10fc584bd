package io.bytezip.train.data;

import io.bytezip.modalities.BytesLayout;
import io.bytezip.train.data.PackInfo.SourceInfo;
import io.bytezip.train.data.Recipe.Source;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Fills one pack. */
final class PackBuilder {
  /** Shards of training data that are filled at once. */
  private static final int OPEN = 8;

  private static final long NOTE_NANOS = 10_000_000_000L;

  private final Recipe recipe;
  private final PackOptions options;
  private final Consumer<String> note;
  private final ShardStore store;
  private final Map<Source, Used> used = new LinkedHashMap<>();
  private long noted = System.nanoTime();

  /** What was taken of a source. */
  private static final class Used {
    private final Map<String, String> digests = new TreeMap<>();
    private String layout = BytesLayout.ID;
    private int version = BytesLayout.VERSION;
    private long bytes;
  }

  PackBuilder(Recipe recipe, PackOptions options, Path folder, Consumer<String> note) {
    this.recipe = recipe;
    this.options = options;
    this.note = note;
    store = new ShardStore(folder, options.xz());
  }

  PackInfo build(List<InputFile> files) throws IOException, TrainException {
    for (Modality modality : Modality.values()) {
      if (recipe.mixture().getOrDefault(modality, 0.0) <= 0) {
        continue;
      }
      for (Split split : Split.values()) {
        List<InputFile> some =
            files.stream()
                .filter(f -> f.source().modality() == modality && f.source().split() == split)
                .toList();
        if (!some.isEmpty()) {
          part(modality, split, some);
        }
      }
      if (store.written().stream().noneMatch(shard -> shard.modality() == modality)) {
        throw new TrainException("no " + modality + " could be read");
      }
    }
    return new PackInfo(
        PackInfo.FORMAT,
        recipe.name(),
        recipe.seed(),
        recipe.mixture(),
        sources(),
        store.written());
  }

  private void part(Modality modality, Split split, List<InputFile> files)
      throws IOException, TrainException {
    boolean train = split == Split.TRAIN;
    ShardSpread spread = spread(modality, split, train ? OPEN : 1);
    ShardSpread held = spread(modality, Split.VALIDATION, 1);
    double share = train ? recipe.held().getOrDefault(modality, 0.0) : 0;
    long limit = train ? recipe.maxBytes().getOrDefault(modality, Long.MAX_VALUE) : Long.MAX_VALUE;
    List<InputFile> order = new ArrayList<>(files);
    Collections.shuffle(order, new Random(recipe.seed()));
    Quota quota = new Quota(train ? recipe.caps() : Map.of(), limit);
    if (modality == Modality.TEXT) {
      texts(order, quota, share, spread, held);
    } else {
      media(order, quota, share, spread, held);
    }
    spread.finish();
    held.finish();
  }

  private ShardSpread spread(Modality modality, Split split, int open) {
    return new ShardSpread(store, modality, split, open, options.shardBytes(), recipe.seed());
  }

  private void texts(
      List<InputFile> files, Quota quota, double share, ShardSpread spread, ShardSpread held)
      throws IOException, TrainException {
    Map<InputFile, Long> sizes = quota.texts(files);
    for (InputFile file : files) {
      String digest = digest(file);
      long size = sizes.get(file);
      long kept = size - (long) (size * share);
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file.file()))) {
        text(in, kept, spread);
        text(in, size - kept, held);
      }
      use(file, digest, new BytesLayout().id(), BytesLayout.VERSION, size);
    }
  }

  private static void text(InputStream in, long size, ShardSpread target) throws IOException {
    for (long at = 0; at < size; at += LayoutTracks.MOST) {
      byte[] part = in.readNBytes((int) Math.min(LayoutTracks.MOST, size - at));
      target.add(new Track(BytesLayout.ID, BytesLayout.VERSION, part, new byte[0]));
    }
  }

  private void media(
      List<InputFile> files, Quota quota, double share, ShardSpread spread, ShardSpread held)
      throws IOException, TrainException {
    long every = share > 0 ? Math.max(2, Math.round(1 / share)) : Long.MAX_VALUE;
    long taken = 0;
    int broken = 0;
    try (Decoder decoder = new Decoder(files, recipe, options.threads())) {
      for (int i = 0; i < files.size() && !quota.full(); i++) {
        InputFile file = files.get(i);
        if (!quota.takes(file)) {
          decoder.skip(i);
          continue;
        }
        String digest = digest(file);
        Decoder.Decoded decoded;
        try {
          decoded = decoder.decode(i);
        } catch (IOException e) {
          if (options.strict()) {
            throw new TrainException("cannot read " + file.file() + ": " + e.getMessage(), e);
          }
          note.accept("left out " + file.file() + ": " + e.getMessage());
          broken++;
          continue;
        }
        taken++;
        for (Track track : decoded.tracks()) {
          (taken % every == 0 ? held : spread).add(track);
        }
        quota.took(file, decoded.bytes());
        use(file, digest, decoded.layout(), decoded.version(), decoded.bytes());
        if (System.nanoTime() - noted > NOTE_NANOS) {
          noted = System.nanoTime();
          note.accept("%s: %.1f MB read".formatted(file.source().modality(), quota.total() / 1e6));
        }
      }
    }
    if (broken > 0) {
      note.accept("%,d files of %s left out".formatted(broken, files.get(0).source().modality()));
    }
  }

  /** The file's SHA-256, compared with what is known of it. */
  private String digest(InputFile file) throws IOException, TrainException {
    String digest = Sha256.of(file.file());
    String known = recipe.checksums().getOrDefault(file.path(), file.source().sha256());
    if (known.isEmpty() && !recipe.checksums().isEmpty()) {
      throw new TrainException(
          "%s is not in the recipe's list of checksums".formatted(file.file()));
    }
    if (!known.isEmpty() && !known.equals(digest)) {
      throw new TrainException(
          "%s has not the SHA-256 that the recipe names".formatted(file.file()));
    }
    return digest;
  }

  private void use(InputFile file, String digest, String layout, int version, long bytes) {
    Used entry = used.computeIfAbsent(file.source(), source -> new Used());
    entry.digests.put(file.path(), digest);
    entry.layout = layout;
    entry.version = version;
    entry.bytes += bytes;
  }

  private List<SourceInfo> sources() {
    List<SourceInfo> list = new ArrayList<>();
    used.forEach(
        (source, entry) -> {
          StringBuilder lines = new StringBuilder();
          entry.digests.forEach(
              (path, digest) -> lines.append(digest).append("  ").append(path).append('\n'));
          list.add(
              new SourceInfo(
                  source.name(),
                  source.modality(),
                  source.split(),
                  entry.layout,
                  entry.version,
                  source.licence(),
                  source.origin(),
                  entry.digests.size(),
                  Sha256.of(lines.toString().getBytes(StandardCharsets.UTF_8)),
                  entry.bytes));
        });
    return list;
  }
}
