package io.bytezip.train.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Writes the shards of a pack, one numbered file after the other. */
final class ShardStore {
  private final Path folder;
  private final boolean xz;
  private final List<ShardInfo> written = new ArrayList<>();

  ShardStore(Path folder, boolean xz) {
    this.folder = folder;
    this.xz = xz;
  }

  /** Writes the tracks (of one layout) as a shard. */
  void write(Modality modality, Split split, List<Track> tracks) throws IOException {
    Shard shard = Shard.of(tracks);
    byte[] bytes = xz ? compressed(shard.bytes()) : shard.bytes();
    String name = "%05d.shard%s".formatted(written.size(), xz ? ".xz" : "");
    Path file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(bytes);
    } catch (IOException e) {
      String reason =
          e instanceof FileSystemException f && f.getReason() != null
              ? f.getReason()
              : e.getMessage();
      throw new IOException("cannot write " + file + ": " + reason, e);
    }
    Track first = tracks.get(0);
    written.add(
        new ShardInfo(
            name,
            modality,
            split,
            first.layout(),
            first.version(),
            shard.symbols(),
            shard.planes(),
            shard.tracks(),
            bytes.length,
            Sha256.of(bytes)));
  }

  private static byte[] compressed(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LZMA2Options options = new LZMA2Options();
    // Planes of bytes: neighbours in a plane tell more than the place in a word.
    options.setPb(0);
    options.setDictSize(Math.clamp(bytes.length, LZMA2Options.DICT_SIZE_MIN, 1 << 23));
    try (XZOutputStream to = new XZOutputStream(out, options)) {
      to.write(bytes);
    }
    return out.toByteArray();
  }

  /** What was written so far. */
  List<ShardInfo> written() {
    return List.copyOf(written);
  }
}
