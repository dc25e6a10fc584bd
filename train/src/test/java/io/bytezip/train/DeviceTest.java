package io.bytezip.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import com.google.gson.JsonObject;
import io.bytezip.train.StepScript.Precision;
import io.bytezip.train.data.TrainException;
import org.junit.jupiter.api.Test;

class DeviceTest {
  private static TrainSettings on(String device) throws TrainException {
    JsonObject changes = new JsonObject();
    changes.addProperty("bytes", 1);
    changes.addProperty("device", device);
    return TrainSettings.defaults().with(changes);
  }

  @Test
  void cpuIsThere() throws Exception {
    assertEquals(Device.cpu(), on("cpu").torchDevice());
  }

  @Test
  void cudaMultipliesInBfloat16AndIsRefusedWhereItIsMissing() throws Exception {
    TrainSettings settings = on("cuda");
    assertEquals(Precision.BF16, settings.torchPrecision());
    TorchModel.start(1);
    if (Engine.getEngine("PyTorch").hasCapability(StandardCapabilities.CUDA)) {
      assertEquals(Device.gpu(), settings.torchDevice());
    } else {
      TrainException e = assertThrows(TrainException.class, settings::torchDevice);
      assertTrue(e.getMessage().contains("no CUDA"), e.getMessage());
    }
  }

  @Test
  void otherDevicesAreRefused() {
    TrainException e = assertThrows(TrainException.class, () -> on("tpu"));
    assertTrue(e.getMessage().contains("cpu or cuda"), e.getMessage());
  }
}
