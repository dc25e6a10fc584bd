package io.bytezip.train;

import ai.djl.Device;
import io.bytezip.engine.ModelConfig;
import io.bytezip.engine.ModelConfig.LayoutInputs;
import io.bytezip.train.StepScript.Precision;
import io.bytezip.train.TorchModel.Cut;
import io.bytezip.train.data.Batch;
import io.bytezip.train.data.BatchBuilder;
import io.bytezip.train.data.InputTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How fast a model trains. Steps and measurements of the matrix product's peak take turns within
 * the same seconds, so that what else the machine does weighs on both.
 *
 * @param symbolsPerSecond from the median of the steps' times
 * @param flops operations a second that the step needs, see {@link StepCost}
 * @param peak the best product's operations a second, see {@link GemmPeak}
 */
record Speed(double symbolsPerSecond, double flops, double peak) {
  private static final int WARM_UP = 2;
  private static final double TURN_SECONDS = 2;

  /**
   * Measures for about so many seconds, on symbols, features and table rows drawn evenly (of all
   * data that which the caches like least).
   */
  static Speed measure(
      ModelConfig config,
      Cut cut,
      Precision precision,
      Optimizer optimizer,
      Device device,
      double seconds) {
    FlatParameters flat = new FlatParameters(config);
    BatchBuilder builder = new BatchBuilder(config);
    Batch batch = randomBatch(config, cut, builder.inputs());
    List<Double> times = new ArrayList<>();
    double peak = 0;
    try (TorchModel model =
            new TorchModel(config, flat, cut, builder.inputs(), precision, optimizer, device);
        GemmPeak products = new GemmPeak(precision, device)) {
      model.setValues(flat.initial(1));
      for (int i = 1; i <= WARM_UP; i++) {
        model.step(batch, hyper(i));
      }
      long start = System.nanoTime();
      do {
        peak = Math.max(peak, products.measure());
        long turn = System.nanoTime();
        do {
          long before = System.nanoTime();
          model.step(batch, hyper(WARM_UP + times.size()));
          times.add((System.nanoTime() - before) * 1e-9);
        } while (System.nanoTime() - turn < Math.min(TURN_SECONDS, seconds) * 1e9);
      } while (System.nanoTime() - start < seconds * 1e9);
    }
    Collections.sort(times);
    double symbols = cut.tokens() / times.get(times.size() / 2);
    return new Speed(symbols, symbols * StepCost.of(config, cut.length()).total(), peak);
  }

  /** The step's operations as a share of the peak. */
  double share() {
    return flops / peak;
  }

  private static TorchModel.Hyper hyper(int step) {
    return new TorchModel.Hyper(1e-3f, 0.9f, 0.98f, 0.1f, 1f, 0.95f, 0.2f, step);
  }

  /** Sequences take the model's layouts by turns. */
  private static Batch randomBatch(ModelConfig config, Cut cut, int inputs) {
    SplittableRandom random = new SplittableRandom(1);
    InputTable table = new InputTable(config);
    int tokens = cut.tokens();
    int[] rows = new int[tokens * inputs];
    Arrays.fill(rows, table.emptyRow());
    for (int n = 0; n < tokens; n++) {
      LayoutInputs layout = config.layouts().get(n / cut.length() % config.layouts().size());
      rows[n * inputs] = random.nextInt(256);
      int first = table.layoutRow(layout.id());
      for (int i = 0; i < layout.contextSizes().size(); i++) {
        rows[n * inputs + 1 + i] = first + random.nextInt(layout.contextSizes().get(i));
        first += layout.contextSizes().get(i);
      }
    }
    int[] grams = new int[tokens * config.ngrams().size()];
    for (int i = 0; i < grams.length; i++) {
      grams[i] = random.nextInt(config.ngrams().get(i / tokens).rows());
    }
    long[] targets = random.longs(tokens, 0, 256).toArray();
    return new Batch(rows, grams, targets);
  }
}
