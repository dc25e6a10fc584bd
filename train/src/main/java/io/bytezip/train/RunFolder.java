package io.bytezip.train;

import io.bytezip.train.data.TrainException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The files of a run, beside the exported model. */
record RunFolder(Path path) {
  static final String CHECKPOINT = "checkpoint.bin";
  static final String LOG = "log.jsonl";
  private static final String CURVE = "loss.png";
  private static final String LOCK = "lock";

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

  /**
   * Keeps other processes' runs out of the folder until the lock is closed: two would write over
   * each other's checkpoints. Nothing is left of the lock when a process dies but its empty file.
   *
   * @throws TrainException when another run is at work there
   */
  FileChannel lock() throws IOException, TrainException {
    FileChannel channel =
        FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // This process has it: the same answer. Closing the channel below gives up the lock between
      // processes on POSIX systems, so a program with several runs must not rely on this.
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new TrainException("another run is at work in " + path);
  }

  /** Makes sure that a fresh run overwrites no other. */
  void requireFresh() throws TrainException {
    if (Files.exists(checkpoint())) {
      throw new TrainException(
          path + " holds a run already; go on with --resume or name another folder");
    }
  }
}
