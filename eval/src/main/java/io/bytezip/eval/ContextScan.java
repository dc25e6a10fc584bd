package io.bytezip.eval;

import io.bytezip.codec.CompressOptions;
import io.bytezip.codec.ModelSource;
import io.bytezip.codec.NamedModel;
import io.bytezip.engine.Session;
import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.Layout;
import io.bytezip.modalities.LiveLane;
import io.bytezip.modalities.Modality;
import io.bytezip.modalities.Plan;
import io.bytezip.modalities.Segment;
import io.bytezip.modalities.Segmenter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Measures what more context is worth to the transformers alone: every segment is cut into windows,
 * in each of which the model begins anew, and each byte counts where it stands in its window. What
 * is left over at a segment's end is not measured.
 *
 * <p>The predictions that pixels and samples have from their layout (centre, taps, features) go on
 * over the cuts, so that only the model's own context counts; bytes begin anew altogether. So this
 * is not what archives take: their lanes are longer, and begin with predictions that know nothing.
 *
 * <p>Memory: one file, what its blocks hold when opened (see {@link Segmenter}), and up to 100 MB.
 */
public final class ContextScan {
  /** The longest window. */
  public static final int MAX_WINDOW = 1 << 16;

  private static final int MAX_LANES = 64;
  private static final int MAX_STEPS = 1 << 20;
  private static final long MEMORY = 100L << 20;
  private static final int START = 256;
  private static final int SYMBOLS = 256;
  private static final double LEAST = 0x1p-24;

  private final ModelSource models;
  private final EvalOptions options;
  private final int window;
  private final boolean raw;
  private final Set<Modality> kinds;
  private final Evaluation.Listener listener;

  /**
   * For one run.
   *
   * @param models where models come from
   * @param options which files and pieces; how they are compressed has no meaning here
   * @param window bytes of a window, 1 to {@link #MAX_WINDOW}
   * @param raw whether everything is plain bytes to the model: pictures as interleaved samples,
   *     recordings as PCM, without headers
   */
  public ContextScan(
      ModelSource models,
      EvalOptions options,
      int window,
      boolean raw,
      Evaluation.Listener listener) {
    this(models, options, window, raw, Set.of(Modality.values()), listener);
  }

  /** Likewise, but on files of these kinds alone. */
  ContextScan(
      ModelSource models,
      EvalOptions options,
      int window,
      boolean raw,
      Set<Modality> kinds,
      Evaluation.Listener listener) {
    if (window < 1 || window > MAX_WINDOW) {
      throw new IllegalArgumentException("a window of " + window);
    }
    this.models = models;
    this.options = options;
    this.window = window;
    this.raw = raw;
    this.kinds = Set.copyOf(kinds);
    this.listener = listener;
  }

  /**
   * Measures all files under a folder, or one file.
   *
   * @throws IOException when the folder or a model can't be read
   */
  public ContextReport run(Path folder) throws IOException {
    List<Report.Problem> problems = new ArrayList<>();
    List<Piece> pieces =
        new Pieces(folder, options, problems)
            .find().stream().filter(piece -> kinds.contains(piece.modality())).toList();
    Map<String, ContextCurve> curves = new LinkedHashMap<>();
    Allowance allowance = new Allowance(options.maxBytes());
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      long room = allowance.left(piece.modality());
      if (room <= 0) {
        continue;
      }
      listener.file(i, pieces.size(), piece.name());
      try {
        Subject subject = Loader.load(piece, room);
        allowance.take(piece.modality(), subject.bytes().length);
        if (raw) {
          if (subject.modality() == Modality.AUDIO && subject.content() instanceof Content.Plain) {
            throw new UnreadableException("its samples are not PCM of 8, 16 or 24 bits");
          }
          measure(new Segment(new BytesLayout(), subject.samples()), piece.modality(), curves);
        } else {
          measure(subject.bytes(), curves);
        }
      } catch (IOException e) {
        problems.add(Report.Problem.of(piece.name(), e));
      }
    }
    return new ContextReport(window, List.copyOf(curves.values()), problems);
  }

  private void measure(byte[] bytes, Map<String, ContextCurve> curves) {
    // As archives are cut, so that what they would open is opened here.
    Segmenter segmenter =
        new Segmenter(CompressOptions.DEFAULTS.blockSize(), CompressOptions.MAX_BLOCK);
    int length;
    for (int at = 0; at < bytes.length; at += length) {
      Plan plan = segmenter.next(bytes, at, bytes.length - at, true);
      length = plan.length();
      plan.segments().forEach(segment -> measure(segment, segment.modality(), curves));
    }
  }

  private void measure(Segment segment, Modality modality, Map<String, ContextCurve> curves) {
    NamedModel model = models.forCompression(segment.layout());
    if (model != null && segment.bytes().length >= window) {
      measure(
          segment,
          model,
          curves.computeIfAbsent(
              modality + " " + model.id(), _ -> new ContextCurve(modality, model, window)));
    }
  }

  private void measure(Segment segment, NamedModel model, ContextCurve curve) {
    Layout layout = segment.layout();
    byte[] bytes = segment.bytes();
    boolean plain = layout instanceof BytesLayout;
    LiveLane lane = plain ? null : open(layout, bytes);
    int count = bytes.length / window;
    long lanes = Math.min(MAX_STEPS / window, MEMORY / model.model().bytesPerLane());
    int most = Math.clamp(lanes, 1, MAX_LANES);
    for (int first = 0; first < count; first += most) {
      Windows windows = new Windows(layout, Math.min(most, count - first));
      for (int i = 0; i < windows.count; i++) {
        int from = (first + i) * window;
        windows.read(
            i, plain ? open(layout, Arrays.copyOfRange(bytes, from, from + window)) : lane);
      }
      windows.measure(model, curve);
    }
  }

  private static LiveLane open(Layout layout, byte[] bytes) {
    return layout.open(bytes, new byte[bytes.length], 1).lane(0);
  }

  /** Windows that go through the model side by side. */
  private final class Windows {
    private final Layout layout;
    private final int count;
    private final int inputs;
    private final int[] symbols;
    private final int[] contexts;

    Windows(Layout layout, int count) {
      this.layout = layout;
      this.count = count;
      inputs = layout.contextSizes().length;
      symbols = new int[count * window];
      contexts = new int[count * window * inputs];
    }

    /** Takes a window's symbols and inputs from where a lane stands. */
    void read(int index, LiveLane lane) {
      for (int at = index * window; at < (index + 1) * window; at++) {
        lane.context(contexts, at * inputs);
        int rotation = lane.rotation();
        int coded = lane.next();
        symbols[at] = coded - rotation & SYMBOLS - 1;
        lane.accept(coded);
      }
    }

    void measure(NamedModel model, ContextCurve curve) {
      Session session = model.model().open(layout.id(), count);
      int[] previous = new int[count];
      Arrays.fill(previous, START);
      int[] context = new int[count * inputs];
      float[] weights = new float[count * SYMBOLS];
      for (int position = 0; position < window; position++) {
        for (int i = 0; i < count; i++) {
          System.arraycopy(contexts, (i * window + position) * inputs, context, i * inputs, inputs);
        }
        session.step(count, previous, context, weights);
        for (int i = 0; i < count; i++) {
          previous[i] = symbols[i * window + position];
          curve.add(position, bits(weights, i * SYMBOLS, previous[i]));
        }
      }
    }

    /** A coder can't spend more than some 20 bits on a byte either. */
    private static double bits(float[] weights, int offset, int symbol) {
      double sum = 0;
      for (int i = offset; i < offset + SYMBOLS; i++) {
        sum += weights[i];
      }
      return -Math.log(Math.max(LEAST, weights[offset + symbol] / sum)) / Math.log(2);
    }
  }
}
