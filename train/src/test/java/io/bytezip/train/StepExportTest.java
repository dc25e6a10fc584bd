package io.bytezip.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.bytezip.engine.Model;
import io.bytezip.engine.ModelConfig;
import io.bytezip.modelzoo.ConfigJson;
import io.bytezip.train.TorchModel.Cut;
import io.bytezip.train.data.Batch;
import io.bytezip.train.data.BatchBuilder;
import io.bytezip.train.data.Track;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the command exports is enough to train: nothing here is asked of a configuration in Java.
 */
class StepExportTest {
  private static final int LENGTH = 64;

  @TempDir Path folder;

  private Path step() {
    return folder.resolve("step");
  }

  private JsonObject export() throws Exception {
    String config =
        """
        {"model": {"hidden_size": 16, "num_attention_heads": 2, "num_key_value_heads": 1,
           "head_dim": 8, "intermediate_size": 24, "windows": [16, 40], "norm": "layer",
           "norm_position": "pre", "norm_eps": 1e-5, "position": "rope", "rope_theta": 10000,
           "stride": 0, "layouts": ["bytes"], "ngrams": [{"order": 3, "rows": 64, "width": 4}],
           "ngram_output": true},
         "training": {"sequences": 2, "length": 64, "micro": 1, "bytes": 2560}}
        """;
    Path file = Files.writeString(folder.resolve("config.json"), config);
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(told, true, StandardCharsets.UTF_8);
    int status =
        TrainCommand.execute(
            print,
            print,
            "--config",
            file.toString(),
            "--out",
            folder.resolve("mine").toString(),
            "--export-step",
            step().toString());
    assertEquals(0, status, told.toString(StandardCharsets.UTF_8));
    assertFalse(Files.exists(folder.resolve("mine")), "nothing is trained");
    return JsonParser.parseString(Files.readString(step().resolve("step.json"))).getAsJsonObject();
  }

  private float[] initial() throws Exception {
    byte[] bytes = Files.readAllBytes(step().resolve("initial.f32"));
    float[] values = new float[bytes.length / 4];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  @Test
  void tensorsAreThoseOfTheModel() throws Exception {
    JsonObject json = export();
    assertEquals("bytezip step 1", json.get("format").getAsString());
    assertEquals("mine", json.get("name").getAsString());
    assertEquals(2, json.getAsJsonObject("settings").get("sequences").getAsInt());
    ModelConfig config = ConfigJson.parse(json.get("config").getAsString());
    float[] values = initial();
    assertEquals(json.get("size").getAsInt(), values.length);
    List<String> names = new ArrayList<>();
    FlatParameters flat = new FlatParameters(config);
    for (JsonElement element : json.getAsJsonArray("tensors")) {
      JsonObject tensor = element.getAsJsonObject();
      String name = tensor.get("name").getAsString();
      names.add(name);
      assertEquals(flat.slices().get(name).offset(), tensor.get("offset").getAsInt(), name);
      JsonArray shape = tensor.getAsJsonArray("shape");
      assertEquals(
          Arrays.toString(Model.shapes(config).get(name)),
          Arrays.toString(shape.asList().stream().mapToInt(JsonElement::getAsInt).toArray()),
          name);
    }
    assertEquals(List.copyOf(Model.shapes(config).keySet()), names, "in a model file's order");
  }

  @Test
  void archiveTrainsAsTheTrainerDoes() throws Exception {
    JsonObject json = export();
    ModelConfig config = ConfigJson.parse(json.get("config").getAsString());
    int inputs = json.get("inputs").getAsInt();
    float[] values = initial();
    TrainSettings settings = TrainSettings.defaults().with(json.getAsJsonObject("settings"));
    TorchModel.start(1);
    BatchBuilder builder = new BatchBuilder(config);
    assertEquals(builder.inputs(), inputs);
    byte[] symbols = new byte[2 * LENGTH];
    new SplittableRandom(1).nextBytes(symbols);
    Track track = new Track("bytes", 1, symbols, new byte[0]);
    Batch batch = builder.build(List.of(track, track), LENGTH);
    FlatParameters flat = new FlatParameters(config);
    try (TorchModel model =
            new TorchModel(
                config,
                flat,
                new Cut(2, LENGTH, 1),
                inputs,
                StepScript.Precision.F32,
                Optimizer.ADAMW,
                Device.cpu());
        PtNDManager manager = (PtNDManager) NDManager.newBaseManager(Device.cpu(), "PyTorch");
        InputStream archive = Files.newInputStream(step().resolve("step-f32.pt"));
        PtSymbolBlock block = JniUtils.loadModule(manager, archive, false, false)) {
      model.setValues(values);
      NDArray moved = manager.create(values);
      NDArray first = manager.zeros(new Shape(values.length));
      NDArray second = manager.zeros(new Shape(values.length));
      for (int i = 1; i <= 3; i++) {
        TorchModel.Hyper hyper = settings.hyper(i, 0);
        float loss = model.step(batch, hyper).loss();
        NDList result =
            IValueUtils.forward(
                block,
                new NDList(
                    moved,
                    first,
                    second,
                    manager.create(hyper.vector()),
                    manager.create(batch.inputs(), new Shape(2 * LENGTH, inputs)),
                    manager.create(batch.rows(), new Shape(1, 2 * LENGTH)),
                    manager.create(batch.targets())),
                true);
        assertEquals(loss, result.get(0).toFloatArray()[0], 1e-6f, "step " + i);
        result.close();
      }
      assertTrue(moved.getFloat(0) != values[0], "the values were changed in place");
    }
  }
}
