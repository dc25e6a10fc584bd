package io.bytezip.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.bytezip.engine.ModelConfig;
import io.bytezip.engine.ModelConfig.Ngram;
import io.bytezip.train.data.FolderPacks;
import io.bytezip.train.data.Modality;
import io.bytezip.train.data.Pack;
import io.bytezip.train.data.PackOptions;
import io.bytezip.train.data.TrainException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
  private static final int STEPS = 40;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    TorchModel.start(1);
  }

  @Test
  void lossFalls() throws Exception {
    Recorder recorder = new Recorder(STEPS);
    try (Trainer trainer = trainer(settings("{}"), folder, recorder)) {
      trainer.run();
      assertEquals(STEPS, trainer.steps());
      assertTrue(recorder.bits.get(0) > 7, "first: " + recorder.bits.get(0));
      double last = recorder.bits.get(STEPS - 1);
      assertTrue(last < 4, "last: " + last);
      double held = trainer.lastValidation().get(Modality.TEXT);
      assertTrue(held > 0.5 && held < 4, "held out: " + held);
    }
    assertTrue(
        recorder.events.stream().anyMatch(e -> e.get("event").getAsString().equals("train")));
    assertTrue(recorder.events.stream().anyMatch(e -> e.has("text")));
  }

  @Test
  void resumedRunEqualsUninterruptedBitForBit() throws Exception {
    TrainSettings settings = settings("{\"checkpointMinutes\": 1e-9}");
    float[] whole;
    try (Trainer trainer = trainer(settings, folder.resolve("."), new Recorder(STEPS))) {
      trainer.run();
      whole = trainer.values();
    }
    Recorder killed = new Recorder(15);
    try (Trainer trainer = trainer(settings, folder, killed)) {
      assertThrows(Killed.class, trainer::run);
    }
    try (Trainer trainer = trainer(settings, folder, new Recorder(STEPS))) {
      trainer.resume();
      assertEquals(15, trainer.steps());
      trainer.run();
      assertArrayEquals(whole, trainer.values());
    }
  }

  @Test
  void stoppedRunKeepsACheckpoint() throws Exception {
    try (Trainer trainer = trainer(settings("{}"), folder, new Recorder(1))) {
      trainer.stop();
      assertFalse(trainer.run());
    }
    try (Trainer trainer = trainer(settings("{}"), folder, new Recorder(STEPS))) {
      trainer.resume();
      assertTrue(trainer.run());
    }
  }

  @Test
  void microBatchesAddUp() throws Exception {
    float[] together = afterOneRun("{\"micro\": 4, \"bytes\": 2048}");
    float[] apart = afterOneRun("{\"micro\": 1, \"bytes\": 2048}");
    // Adam's first steps divide gradients by themselves: elements with tiny gradients may turn
    // round, so the mean counts.
    double sum = 0;
    for (int i = 0; i < together.length; i++) {
      sum += Math.abs(together[i] - apart[i]);
    }
    assertTrue(sum / together.length < 2e-5, "mean difference " + sum / together.length);
  }

  @Test
  void checkpointOfAnotherModelIsRefused() throws Exception {
    try (Trainer trainer = trainer(settings("{}"), folder, new Recorder(1))) {
      trainer.checkpoint();
    }
    ModelConfig other = new Shapes().config();
    try (Trainer trainer = new Trainer(other, settings("{}"), data(), folder, new Recorder(1))) {
      TrainException e = assertThrows(TrainException.class, trainer::resume);
      assertTrue(e.getMessage().contains("another model"));
    }
  }

  @Test
  void resumeWithoutCheckpointIsRefused() throws Exception {
    try (Trainer trainer = trainer(settings("{}"), folder, new Recorder(1))) {
      assertThrows(TrainException.class, trainer::resume);
    }
  }

  private float[] afterOneRun(String changes) throws Exception {
    try (Trainer trainer = trainer(settings(changes), folder, new Recorder(STEPS))) {
      trainer.run();
      return trainer.values();
    }
  }

  private Trainer trainer(TrainSettings settings, Path folder, Trainer.Listener listener)
      throws Exception {
    Shapes shape = new Shapes();
    shape.ngrams = List.of(new Ngram(3, 1024, 4));
    shape.ngramOutput = true;
    return new Trainer(shape.config(), settings, data(), folder, listener);
  }

  private static TrainSettings settings(String changes) throws TrainException {
    JsonObject base =
        json(
            "{\"sequences\": 4, \"length\": 128, \"micro\": 2, \"rate\": 0.01, \"warmup\": 5,"
                + " \"bytes\": "
                + STEPS * 4 * 128
                + ", \"validationSymbols\": 1024, \"precision\": \"f32\"}");
    return TrainSettings.defaults().with(base).with(json(changes));
  }

  private static JsonObject json(String text) {
    return com.google.gson.JsonParser.parseString(text).getAsJsonObject();
  }

  /** A text of few words in random order. */
  private Pack data() throws Exception {
    SplittableRandom random = new SplittableRandom(3);
    String[] words = {"the ", "quick ", "brown ", "fox ", "jumps ", "over ", "lazy ", "dogs.\n"};
    StringBuilder text = new StringBuilder();
    while (text.length() < 40_000) {
      text.append(words[random.nextInt(words.length)]);
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
    Path texts = Files.createDirectories(folder.resolve("texts"));
    Files.write(texts.resolve("words.txt"), bytes);
    return new FolderPacks(folder.resolve("packs"), PackOptions.defaults(), line -> {})
        .open(Map.of(Modality.TEXT, texts), new FolderPacks.Reading(false, 1, 0, Map.of()));
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Keeps what it hears, and kills the run after so many steps. */
  private static final class Recorder implements Trainer.Listener {
    private final List<Double> bits = new ArrayList<>();
    private final List<JsonObject> events = new ArrayList<>();
    private final int most;

    Recorder(int most) {
      this.most = most;
    }

    @Override
    public void step(long symbols, double progress, double stepBits, double symbolsPerSecond) {
      if (bits.size() == most) {
        throw new Killed();
      }
      bits.add(stepBits);
    }

    @Override
    public void log(JsonObject event) throws IOException {
      events.add(event);
    }
  }
}
