package io.bytezip.train.data;

import io.bytezip.modalities.Layout;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Decodes pictures and recordings and runs their layouts, a few files ahead of the one asked for.
 */
final class Decoder implements AutoCloseable {
  /**
   * A file as tracks.
   *
   * @param bytes how many it decodes to
   */
  record Decoded(String layout, int version, long bytes, List<Track> tracks) {}

  private final List<InputFile> files;
  private final Recipe recipe;
  private final int ahead;
  private final ExecutorService threads;
  private final Future<Decoded>[] running;
  private int submitted;

  @SuppressWarnings({"unchecked", "rawtypes"})
  Decoder(List<InputFile> files, Recipe recipe, int threads) {
    this.files = files;
    this.recipe = recipe;
    ahead = threads;
    this.threads = Executors.newFixedThreadPool(threads);
    running = new Future[files.size()];
  }

  /** Says that the file is not wanted, so that no time is lost on it. */
  void skip(int index) {
    if (running[index] != null) {
      running[index].cancel(true);
      running[index] = null;
    }
    submitted = Math.max(submitted, index + 1);
  }

  /**
   * The file; each is asked for once, in order.
   *
   * @throws IOException if it can't be read
   */
  Decoded decode(int index) throws IOException {
    submitted = Math.max(submitted, index);
    while (submitted < Math.min(files.size(), index + ahead)) {
      InputFile file = files.get(submitted);
      running[submitted++] = threads.submit(() -> read(file));
    }
    try {
      return running[index].get();
    } catch (ExecutionException e) {
      // Decoders throw unchecked exceptions on damaged files.
      if (e.getCause() instanceof IOException || e.getCause() instanceof RuntimeException) {
        throw new IOException(e.getCause().getMessage(), e.getCause());
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } finally {
      running[index] = null;
    }
  }

  private Decoded read(InputFile file) throws IOException {
    SplittableRandom random = new SplittableRandom(recipe.seed() ^ file.path().hashCode());
    boolean few = random.nextBoolean();
    boolean grey = random.nextDouble() < recipe.grey();
    double size = FileData.HALF + (recipe.jpegScale() - FileData.HALF) * random.nextDouble();
    FileData data =
        FileData.read(file.file(), file.source().modality(), recipe.halveJpeg() ? size : 1);
    if (grey) {
      data = data.grey();
    }
    if (file.source().raw()) {
      data = data.raw();
    }
    Layout layout = data.layout();
    // Few lanes for every other file: archives have both freshly started and settled predictors.
    int most = layout.maxLanes(data.bytes().length);
    int lanes = few ? Math.max(1, most / 4) : most;
    return new Decoded(
        layout.id(),
        layout.version(),
        data.bytes().length,
        LayoutTracks.of(layout, data.bytes(), lanes));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
