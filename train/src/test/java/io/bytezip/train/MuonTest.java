package io.bytezip.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import io.bytezip.engine.ModelConfig;
import io.bytezip.train.FlatParameters.Slice;
import io.bytezip.train.StepScript.Precision;
import io.bytezip.train.TorchModel.Cut;
import io.bytezip.train.TorchModel.Hyper;
import io.bytezip.train.data.Batch;
import io.bytezip.train.data.BatchBuilder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Muon's step against a scalar twin. */
class MuonTest {
  private static final int LENGTH = 64;
  private static final float RATE = 0.01f;
  private static final float DECAY = 0.1f;
  private static final float MOMENTUM = 0.9f;
  private static final float SCALE = 0.2f;

  private final ModelConfig config = new Shapes().config();
  private final FlatParameters flat = new FlatParameters(config);
  private final BatchBuilder builder = new BatchBuilder(config);
  private final float[] start = ParityTest.weights(flat);

  @BeforeAll
  static void start() {
    TorchModel.start(1);
  }

  /** Two steps, so that the momentum counts. */
  @Test
  void stepsAreThoseOfTheTwin() {
    try (TorchModel muon = model(Optimizer.MUON)) {
      float[] values = start;
      double[] momentum = new double[flat.layered()];
      for (int step = 1; step <= 2; step++) {
        float[] gradient = gradient(values);
        muon.step(batch(), hyper(step));
        float[] now = muon.values();
        for (Slice slice : flat.layerMatrices()) {
          double[] expected = twin(slice, values, gradient, momentum);
          for (int i = 0; i < slice.size(); i++) {
            double moved = now[slice.offset() + i] - values[slice.offset() + i];
            assertEquals(expected[i] - values[slice.offset() + i], moved, 2e-5, slice.name());
          }
        }
        values = now;
      }
    }
  }

  /** Everything else is AdamW's. */
  @Test
  void restIsAdam() {
    try (TorchModel muon = model(Optimizer.MUON);
        TorchModel adam = model(Optimizer.ADAMW)) {
      muon.step(batch(), hyper(1));
      adam.step(batch(), hyper(1));
      assertArrayEquals(rest(adam.values()), rest(muon.values()));
      assertTrue(!Arrays.equals(adam.values(), muon.values()));
    }
  }

  /** The layers' matrices take the steps that their names promise: none is left out. */
  @Test
  void layersAreMatricesOnly() {
    List<Slice> slices = flat.layerMatrices();
    assertEquals(7 * config.windows().size(), slices.size());
    for (Slice slice : slices) {
      assertEquals(2, slice.shape().size(), slice.name());
      assertTrue(slice.name().startsWith("layers."), slice.name());
    }
    assertEquals(flat.layered(), slices.stream().mapToInt(Slice::size).sum());
  }

  private float[] rest(float[] values) {
    return Arrays.copyOfRange(values, flat.layered(), values.length);
  }

  private static Hyper hyper(int step) {
    return new Hyper(RATE, 0.9f, 0.98f, DECAY, 1e9f, MOMENTUM, SCALE, step);
  }

  private TorchModel model(Optimizer optimizer) {
    TorchModel model =
        new TorchModel(
            config,
            flat,
            new Cut(1, LENGTH, 1),
            builder.inputs(),
            Precision.F32,
            optimizer,
            Device.cpu());
    model.setValues(start);
    return model;
  }

  private Batch batch() {
    return builder.build(List.of(EngineLogits.track(Shapes.bytes(), LENGTH, 7)), LENGTH);
  }

  /** The gradient at some values: the first moment of AdamW without decay. */
  private float[] gradient(float[] values) {
    try (TorchModel model = model(Optimizer.ADAMW)) {
      model.setValues(values);
      model.step(batch(), new Hyper(1e-6f, 0f, 0.9f, 0f, 1e9f, 0f, 0f, 1));
      return model.firstMoments();
    }
  }

  private static double[] twin(Slice slice, float[] values, float[] gradient, double[] momentum) {
    int rows = slice.shape().get(0);
    int columns = slice.shape().get(1);
    double[][] update = new double[rows][columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        int at = slice.offset() + i * columns + j;
        momentum[at] = MOMENTUM * momentum[at] + (1 - MOMENTUM) * gradient[at];
        update[i][j] = MOMENTUM * momentum[at] + (1 - MOMENTUM) * gradient[at];
      }
    }
    double[][] u = rows > columns ? transposed(orthogonal(transposed(update))) : orthogonal(update);
    double[] moved = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        int at = i * columns + j;
        double length = SCALE * Math.sqrt(Math.max(rows, columns));
        moved[at] = values[slice.offset() + at] * (1.0 - RATE * DECAY) - RATE * length * u[i][j];
      }
    }
    return moved;
  }

  private static double[][] orthogonal(double[][] g) {
    double norm = 0;
    for (double[] row : g) {
      for (double value : row) {
        norm += value * value;
      }
    }
    double[][] x = sum(g, 1 / (Math.sqrt(norm) + 1e-7), g, 0);
    for (int k = 0; k < 5; k++) {
      double[][] a = product(x, transposed(x));
      double[][] b = sum(a, -4.775, product(a, a), 2.0315);
      x = sum(x, 3.4445, product(b, x), 1);
    }
    return x;
  }

  private static double[][] product(double[][] a, double[][] b) {
    double[][] c = new double[a.length][b[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int k = 0; k < b.length; k++) {
        for (int j = 0; j < b[0].length; j++) {
          c[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return c;
  }

  private static double[][] sum(double[][] a, double factorA, double[][] b, double factorB) {
    double[][] c = new double[a.length][a[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[0].length; j++) {
        c[i][j] = factorA * a[i][j] + factorB * b[i][j];
      }
    }
    return c;
  }

  private static double[][] transposed(double[][] a) {
    double[][] t = new double[a[0].length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[0].length; j++) {
        t[j][i] = a[i][j];
      }
    }
    return t;
  }
}
