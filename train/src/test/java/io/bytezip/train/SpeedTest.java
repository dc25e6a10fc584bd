package io.bytezip.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import io.bytezip.engine.ModelConfig;
import io.bytezip.engine.ModelConfig.Ngram;
import io.bytezip.train.StepScript.Precision;
import io.bytezip.train.TorchModel.Cut;
import io.bytezip.train.TorchModel.Hyper;
import io.bytezip.train.data.Batch;
import io.bytezip.train.data.BatchBuilder;
import io.bytezip.train.data.Track;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpeedTest {
  @BeforeAll
  static void start() {
    TorchModel.start(1);
  }

  @Test
  void costCountsProductsOfWeightsAndAttendedPositions() {
    Shapes shape = new Shapes();
    shape.windows = List.of(16, 1000);
    shape.ngrams = List.of(new Ngram(3, 64, 8));
    shape.ngramOutput = true;
    StepCost cost = StepCost.of(shape.config(), 64);
    int layer = 32 * (32 + 2 * 16) + 32 * 32 + 3 * 32 * 48;
    assertEquals(6.0 * (2 * layer + 2 * 8 * 32 + 256 * 32), cost.dense());
    double near = (16 * 17 / 2.0 + (64 - 16) * 16) / 64;
    double far = 65 / 2.0;
    assertEquals(12 * 32 * (near + far), cost.attention(), 1e-6);
  }

  @Test
  void lowPrecisionLearnsAsFast() {
    double exact = lossAfterSteps(Precision.F32);
    double rough = lossAfterSteps(Precision.BF16);
    assertTrue(exact < 3, "f32: " + exact);
    assertEquals(exact, rough, 0.03 * exact);
  }

  private static double lossAfterSteps(Precision precision) {
    Shapes shape = new Shapes();
    shape.ngrams = List.of(new Ngram(3, 256, 8));
    shape.ngramOutput = true;
    ModelConfig config = shape.config();
    FlatParameters flat = new FlatParameters(config);
    BatchBuilder builder = new BatchBuilder(config);
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < 2048; i++) {
      text.append("line ").append(i * i % 97).append(" of many, ").append(i % 11).append('\n');
    }
    byte[] symbols = text.toString().getBytes(StandardCharsets.US_ASCII);
    Batch batch = builder.build(List.of(new Track("bytes", 1, symbols, new byte[0])), 2048);
    double sum = 0;
    try (TorchModel model =
        new TorchModel(
            config,
            flat,
            new Cut(1, 2048, 1),
            builder.inputs(),
            precision,
            Optimizer.ADAMW,
            Device.cpu())) {
      model.setValues(flat.initial(3));
      for (int step = 1; step <= 30; step++) {
        float loss =
            model.step(batch, new Hyper(0.01f, 0.9f, 0.98f, 0.1f, 1f, 0.95f, 0.2f, step)).loss();
        sum += step > 20 ? loss / 10 : 0;
      }
    }
    return sum;
  }

  @Test
  void measureCommandPrintsARow(@TempDir Path folder) throws Exception {
    Path config = folder.resolve("tiny.json");
    Files.writeString(
        config,
        """
        {"model": {"hidden_size": 32, "num_attention_heads": 2, "num_key_value_heads": 1,
           "head_dim": 16, "intermediate_size": 48, "windows": [16], "norm": "rms",
           "norm_position": "pre", "norm_eps": 1e-5, "position": "rope", "rope_theta": 10000,
           "stride": 0, "layouts": ["bytes"], "ngrams": [], "ngram_output": false},
         "training": {"sequences": 2, "length": 64, "micro": 1}}
        """);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    int status =
        TrainCommand.execute(
            print, print, "--measure", "--config", config.toString(), "--seconds", "0.1");
    String row = out.toString(StandardCharsets.UTF_8);
    assertEquals(0, status, row);
    String[] cells = row.strip().split(" *\\| *", -1);
    assertEquals(11, cells.length, row);
    assertTrue(Double.parseDouble(cells[5].replace(",", "")) > 0, row);
    assertTrue(Double.parseDouble(cells[7]) > 1, "GEMM peak: " + row);
    assertEquals(
        1,
        TrainCommand.execute(
            print, print, "--measure", "--config", config.toString(), "--device", "tpu"));
  }
}
