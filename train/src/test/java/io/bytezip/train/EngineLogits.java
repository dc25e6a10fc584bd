package io.bytezip.train;

import io.bytezip.engine.Model;
import io.bytezip.engine.ModelConfig.LayoutInputs;
import io.bytezip.engine.Session;
import io.bytezip.train.data.ContextPacking;
import io.bytezip.train.data.Track;
import java.util.List;
import java.util.SplittableRandom;

/** What the engine says of tracks, each from its start; libtorch is compared with it. */
public final class EngineLogits {
  private EngineLogits() {}

  /** A track of random symbols, and of random contexts where its layout has its own. */
  public static Track track(LayoutInputs layout, int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] symbols = new byte[length];
    random.nextBytes(symbols);
    if (layout.id().equals("bytes")) {
      return new Track(layout.id(), layout.version(), symbols, new byte[0]);
    }
    int[] sizes = layout.contextSizes().stream().mapToInt(Integer::intValue).toArray();
    ContextPacking packing = new ContextPacking(sizes);
    byte[] contexts = new byte[length * packing.stride()];
    int[] context = new int[sizes.length];
    for (int t = 0; t < length; t++) {
      for (int i = 0; i < sizes.length; i++) {
        context[i] = random.nextInt(sizes[i]);
      }
      packing.pack(context, contexts, t * packing.stride());
    }
    return new Track(layout.id(), layout.version(), symbols, contexts);
  }

  /**
   * The engine's logits.
   *
   * @return [tracks * length * 256]
   */
  public static float[] of(Model model, LayoutInputs layout, List<Track> tracks, int length) {
    int lanes = tracks.size();
    int count = layout.contextSizes().size();
    int[] sizes = layout.contextSizes().stream().mapToInt(Integer::intValue).toArray();
    ContextPacking packing = new ContextPacking(sizes);
    Session session = model.open(layout.id(), lanes);
    float[] result = new float[lanes * length * 256];
    float[] weights = new float[lanes * 256];
    int[] previous = new int[lanes];
    int[] context = new int[lanes * count];
    for (int t = 0; t < length; t++) {
      for (int lane = 0; lane < lanes; lane++) {
        Track track = tracks.get(lane);
        previous[lane] = t == 0 ? 256 : track.symbols()[t - 1] & 255;
        if (track.contexts().length == 0) {
          for (int i = 0; i < count; i++) {
            context[lane * count + i] = t < i + 2 ? 256 : track.symbols()[t - i - 2] & 255;
          }
        } else {
          packing.rows(
              track.contexts(), t * packing.stride(), 1, 0, 1, 0, context, lane * count, count);
          for (int i = 0, row = 0; i < count; row += sizes[i++]) {
            context[lane * count + i] -= row;
          }
        }
      }
      session.step(lanes, previous, context, weights);
      float[] logits = session.logits();
      for (int lane = 0; lane < lanes; lane++) {
        System.arraycopy(logits, lane * 256, result, (lane * length + t) * 256, 256);
      }
    }
    return result;
  }
}
