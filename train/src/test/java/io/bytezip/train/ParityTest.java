package io.bytezip.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import io.bytezip.engine.Model;
import io.bytezip.engine.ModelConfig;
import io.bytezip.engine.ModelConfig.LayoutInputs;
import io.bytezip.engine.ModelConfig.Ngram;
import io.bytezip.engine.ModelConfig.Norm;
import io.bytezip.engine.ModelConfig.Positions;
import io.bytezip.modalities.PixelsLayout;
import io.bytezip.train.StepScript.Precision;
import io.bytezip.train.TorchModel.Cut;
import io.bytezip.train.TorchModel.Hyper;
import io.bytezip.train.data.Batch;
import io.bytezip.train.data.BatchBuilder;
import io.bytezip.train.data.Track;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The training script and the engine compute the same logits from the same float16 weights. */
class ParityTest {
  private static final double STEP = 0.02;

  @SuppressWarnings("ImmutableEnumChecker")
  enum Feature {
    PLAIN(shape -> {}),
    SHORT_WINDOWS(shape -> shape.windows = List.of(1, 3)),
    ODD_WINDOWS(shape -> shape.windows = List.of(65, 127, 64)),
    WINDOW_BEYOND_LENGTH(shape -> shape.windows = List.of(1000, 192)),
    ALL_HEADS(shape -> shape.kvHeads = 2),
    GROUPED_HEADS(
        shape -> {
          shape.heads = 4;
          shape.kvHeads = 2;
          shape.headWidth = 8;
        }),
    HEADS_NARROWER_THAN_MODEL(shape -> shape.headWidth = 4),
    LAYER_NORM(shape -> shape.norm = Norm.LAYER),
    POST_NORM(shape -> shape.preNorm = false),
    SINUSOIDAL(
        shape -> {
          shape.positions = Positions.SINUSOIDAL;
          shape.windows = List.of(256, 256);
          shape.stride = 128;
        }),
    NO_POSITIONS(shape -> shape.positions = Positions.NONE),
    VANILLA(
        shape -> {
          shape.positions = Positions.SINUSOIDAL;
          shape.layouts = List.of(new LayoutInputs("bytes", 1, List.of()));
          shape.windows = List.of(1024);
          shape.stride = 512;
          shape.norm = Norm.LAYER;
          shape.preNorm = false;
          shape.heads = 8;
          shape.kvHeads = 8;
          shape.headWidth = 4;
        }),
    LONG_ROWS(
        shape -> {
          // So many scores that a sequence takes several chunks.
          shape.heads = 8;
          shape.headWidth = 4;
          shape.windows = List.of(64, 128, 100);
        }),
    NGRAMS(shape -> shape.ngrams = List.of(new Ngram(3, 64, 8), new Ngram(6, 128, 4))),
    NGRAM_OUTPUT(
        shape -> {
          shape.ngrams = List.of(new Ngram(2, 256, 8));
          shape.ngramOutput = true;
        }),
    NGRAM_OUTPUT_POST_NORM(
        shape -> {
          shape.ngrams = List.of(new Ngram(4, 256, 8));
          shape.ngramOutput = true;
          shape.preNorm = false;
        }),
    TWO_LAYOUTS(
        shape -> {
          PixelsLayout pixels = new PixelsLayout(1, 3, false);
          shape.layouts =
              List.of(
                  Shapes.bytes(),
                  new LayoutInputs(
                      pixels.id(),
                      pixels.version(),
                      Arrays.stream(pixels.contextSizes()).boxed().toList()));
        });

    private final Consumer<Shapes> change;

    Feature(Consumer<Shapes> change) {
      this.change = change;
    }

    ModelConfig config() {
      Shapes shape = new Shapes();
      change.accept(shape);
      return shape.config();
    }
  }

  @BeforeAll
  static void start() {
    TorchModel.start(1);
  }

  @ParameterizedTest
  @EnumSource
  void logitsAgree(Feature feature) {
    ModelConfig config = feature.config();
    float difference = difference(config, length(feature));
    assertTrue(difference < 1e-3f, feature + ": logits differ by " + difference);
  }

  private static int length(Feature feature) {
    return switch (feature) {
      case VANILLA -> 512;
      case LONG_ROWS -> 1024;
      default -> 192;
    };
  }

  /**
   * The gradient by hand against differences of the loss: along its own direction in every tensor,
   * the loss rises by the gradient's norm.
   */
  @ParameterizedTest
  @EnumSource
  void gradientsAreDifferences(Feature feature) {
    ModelConfig config = feature.config();
    int length = length(feature);
    FlatParameters flat = new FlatParameters(config);
    float[] values = weights(flat);
    BatchBuilder builder = new BatchBuilder(config);
    List<Track> tracks = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      LayoutInputs layout = config.layouts().get(i % config.layouts().size());
      // The second one is short, so that targets are left out.
      tracks.add(EngineLogits.track(layout, length - 10 * i, 7 + i));
    }
    Batch batch = builder.build(tracks, length);
    try (TorchModel torch =
        new TorchModel(
            config,
            flat,
            new Cut(2, length, 1),
            builder.inputs(),
            Precision.F32,
            Optimizer.ADAMW,
            Device.cpu())) {
      torch.setValues(values);
      // Without decay of the first moment it is the gradient.
      torch.step(batch, new Hyper(1e-6f, 0f, 0.9f, 0f, 1e9f, 0f, 0f, 1));
      float[] gradient = torch.firstMoments();
      for (FlatParameters.Slice slice : flat.slices().values()) {
        double norm = 0;
        for (int i = slice.offset(); i < slice.offset() + slice.size(); i++) {
          norm += (double) gradient[i] * gradient[i];
        }
        // (Queries of a window of one position have none.)
        norm = Math.max(Math.sqrt(norm), 1e-9);
        double rise =
            (loss(torch, values, gradient, slice, STEP / norm, batch)
                    - loss(torch, values, gradient, slice, -STEP / norm, batch))
                / (2 * STEP);
        assertEquals(norm, rise, 0.02 * norm + 2e-4, feature + ", " + slice.name());
      }
    }
  }

  private static double loss(
      TorchModel torch,
      float[] values,
      float[] direction,
      FlatParameters.Slice slice,
      double step,
      Batch batch) {
    float[] moved = values.clone();
    for (int i = slice.offset(); i < slice.offset() + slice.size(); i++) {
      moved[i] += (float) (step * direction[i]);
    }
    torch.setValues(moved);
    double sum = 0;
    float[] losses = torch.losses(batch);
    for (float loss : losses) {
      sum += loss;
    }
    return sum / losses.length;
  }

  static float difference(ModelConfig config, int length) {
    return difference(config, length, weights(new FlatParameters(config)));
  }

  /** The greatest difference over two sequences of each layout that the model reads. */
  static float difference(ModelConfig config, int length, float[] values) {
    FlatParameters flat = new FlatParameters(config);
    BatchBuilder builder = new BatchBuilder(config);
    Model engine =
        Model.of(
            config,
            name -> {
              FlatParameters.Slice slice = flat.slices().get(name);
              return Arrays.copyOfRange(values, slice.offset(), slice.offset() + slice.size());
            });
    float worst = 0;
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      LogitsBlock block = new LogitsBlock(config, values, manager);
      for (LayoutInputs layout : config.layouts()) {
        // The engine's lane starts where a track starts, so both sequences are tracks of their own.
        List<Track> tracks =
            List.of(
                EngineLogits.track(layout, 2 * length, 7),
                EngineLogits.track(layout, 2 * length, 8));
        float[] logits = logits(block, manager, builder.build(tracks, length));
        float[] ours = EngineLogits.of(engine, layout, tracks, length);
        for (int i = 0; i < logits.length; i++) {
          worst = Math.max(worst, Math.abs(logits[i] - ours[i]));
        }
      }
    }
    return worst;
  }

  private static float[] logits(LogitsBlock block, NDManager manager, Batch batch) {
    NDList arrays = block.arrays(manager, batch, 2);
    return block.forward(new ParameterStore(manager, false), arrays, false).head().toFloatArray();
  }

  /** Initial values, made livelier, with biases and norms away from 0 and 1, rounded to float16. */
  static float[] weights(FlatParameters flat) {
    float[] values = flat.initial(5);
    SplittableRandom random = new SplittableRandom(6);
    int end = flat.emptyRow() * flat.inputTable().shape().get(1) + flat.inputTable().offset();
    for (int i = 0; i < values.length; i++) {
      boolean zeros = i >= end && i < flat.inputTable().offset() + flat.inputTable().size();
      if (!zeros) {
        values[i] =
            Float.float16ToFloat(
                Float.floatToFloat16((float) (values[i] + 0.1 * random.nextGaussian())));
      }
    }
    return values;
  }
}
