package io.bytezip.train;

import io.bytezip.train.data.TrainException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of a run, beside the exported model. */
record RunFolder(Path path) {
  static final String CHECKPOINT = "checkpoint.bin";
  static final String LOG = "log.jsonl";
  private static final String CURVE = "loss.png";

  Path checkpoint() {
    return path.resolve(CHECKPOINT);
  }

  Path log() {
    return path.resolve(LOG);
  }

  Path curve() {
    return path.resolve(CURVE);
  }

  /** Where packs of folders go that no cache is named for. */
  Path packs() {
    return path.resolve("pack");
  }

  /** What the folder is called. */
  String name() {
    return path.toAbsolutePath().normalize().getFileName().toString();
  }

  /** Makes the folder. */
  void create() throws IOException {
    Files.createDirectories(path);
  }

  /** Makes sure that a fresh run overwrites no other. */
  void requireFresh() throws TrainException {
    if (Files.exists(checkpoint())) {
      throw new TrainException(
          path + " holds a run already; go on with --resume or name another folder");
    }
  }
}
