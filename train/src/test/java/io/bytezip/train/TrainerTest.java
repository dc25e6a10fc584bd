package io.bytezip.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import io.bytezip.engine.ModelConfig;
import io.bytezip.engine.ModelConfig.Ngram;
import io.bytezip.train.Trainer.Outcome;
import io.bytezip.train.data.FolderPacks;
import io.bytezip.train.data.FolderPacks.Input;
import io.bytezip.train.data.Modality;
import io.bytezip.train.data.Pack;
import io.bytezip.train.data.PackOptions;
import io.bytezip.train.data.Split;
import io.bytezip.train.data.TrainException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
  private static final int STEPS = 40;
  private static final double PEAK = 1e11;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    TorchModel.start(1);
  }

  @Test
  void lossFalls() throws Exception {
    Recorder recorder = new Recorder(STEPS);
    try (Trainer trainer = trainer(settings("{}"), recorder)) {
      assertEquals(Outcome.BUDGET, trainer.run());
      assertEquals(STEPS, trainer.steps());
      assertTrue(recorder.bits.get(0) > 7, "first: " + recorder.bits.get(0));
      double last = recorder.bits.get(STEPS - 1);
      assertTrue(last < 4, "last: " + last);
      double held = trainer.lastValidation().held().get(Modality.TEXT);
      assertTrue(held > 0.5 && held < 4, "held out: " + held);
      double other = trainer.lastValidation().other().get(Modality.TEXT);
      assertTrue(other > held + 1, "other words: " + other);
    }
    JsonObject train =
        recorder.events.stream().filter(e -> is("train", e)).findFirst().orElseThrow();
    assertTrue(train.get("bytesPerSecond").getAsDouble() > 0);
    double share = train.get("gflops").getAsDouble() * 1e9 / PEAK;
    assertEquals(share, train.get("peakShare").getAsDouble(), 0.06e9 / PEAK + 0.0006);
    JsonObject validation =
        recorder.events.stream().filter(e -> is("validation", e)).findFirst().orElseThrow();
    assertTrue(validation.has("text") && validation.getAsJsonObject("ood").has("text"));
    assertEquals(0, recorder.best, "without patience the last model counts");
  }

  @Test
  void resumedRunEqualsUninterruptedBitForBit() throws Exception {
    String often = "{\"checkpointMinutes\": 1e-9, \"validateBytes\": 4000, \"patience\": 100}";
    Recorder steady = new Recorder(STEPS);
    float[] whole;
    try (Trainer trainer = trainer(settings(often), steady)) {
      trainer.run();
      whole = trainer.values();
    }
    Recorder killed = new Recorder(15);
    try (Trainer trainer = trainer(settings(often), killed)) {
      assertThrows(Killed.class, trainer::run);
    }
    Recorder resumed = new Recorder(STEPS);
    try (Trainer trainer = trainer(settings(often), resumed)) {
      trainer.resume(Checkpoint.read(checkpoint()));
      assertEquals(15, trainer.steps());
      trainer.run();
      assertArrayEquals(whole, trainer.values());
    }
    List<Double> joined = new ArrayList<>(killed.bits);
    joined.addAll(resumed.bits);
    assertEquals(steady.bits, joined, "the loss curve, step by step");
    assertEquals(steady.best, killed.best + resumed.best);
    assertEquals(steady.validations(), concat(killed.validations(), resumed.validations()));
  }

  @Test
  void aRunThatIsKilledWithinAValidationMakesItFirst() throws Exception {
    String often = "{\"validateBytes\": 4000, \"patience\": 100}";
    Recorder steady = new Recorder(STEPS);
    try (Trainer trainer = trainer(settings(often), steady)) {
      trainer.run();
    }
    Recorder killed =
        new Recorder(STEPS) {
          @Override
          public void log(JsonObject event) throws IOException {
            if (is("validation", event) && !validations().isEmpty()) {
              throw new Killed();
            }
            super.log(event);
          }
        };
    try (Trainer trainer = trainer(settings(often), killed)) {
      assertThrows(Killed.class, trainer::run);
    }
    Recorder resumed = new Recorder(STEPS);
    try (Trainer trainer = trainer(settings(often), resumed)) {
      trainer.resume(Checkpoint.read(checkpoint()));
      trainer.run();
    }
    assertEquals(steady.validations(), concat(killed.validations(), resumed.validations()));
    assertEquals(steady.best, killed.best + resumed.best);
  }

  @Test
  void theModelIsTheMeanOfTheLastSteps() throws Exception {
    String average = "{\"checkpointMinutes\": 1e-9, \"average\": 0.24}";
    float[] mean;
    Recorder steady = new Recorder(STEPS);
    try (Trainer trainer = trainer(settings(average), steady)) {
      trainer.run();
      mean = trainer.values();
      assertEquals(trainer.lastValidation().score(), last(steady.validations()));
    }
    // The budget's last 24 % are the last ten steps of forty.
    double[] sum = new double[mean.length];
    try (Trainer trainer =
        trainer(
            settings("{\"checkpointMinutes\": 1e-9}"),
            new Recorder(STEPS) {
              @Override
              public void step(long symbols, double progress, double bits, double speed) {
                super.step(symbols, progress, bits, speed);
                // The checkpoint of the step before.
                if (symbols > (STEPS - 9) * 4 * 128) {
                  addCheckpoint(sum);
                }
              }
            })) {
      trainer.run();
    }
    addCheckpoint(sum);
    for (int i = 0; i < sum.length; i++) {
      assertEquals(sum[i] / 10, mean[i], 1e-6);
    }
    // Killed among them, it goes on to the same mean; and the checkpoint has the last step's
    // values.
    try (Trainer trainer = trainer(settings(average), new Recorder(STEPS - 3))) {
      assertThrows(Killed.class, trainer::run);
    }
    Recorder resumed = new Recorder(STEPS);
    try (Trainer trainer = trainer(settings(average), resumed)) {
      trainer.resume(Checkpoint.read(checkpoint()));
      trainer.run();
      assertArrayEquals(mean, trainer.values());
    }
    assertEquals(steady.validations(), resumed.validations());
    assertFalse(Arrays.equals(mean, Checkpoint.read(checkpoint()).values()));
  }

  private void addCheckpoint(double[] sum) {
    try {
      float[] values = Checkpoint.read(checkpoint()).values();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += values[i];
      }
    } catch (IOException | TrainException e) {
      throw new AssertionError(e);
    }
  }

  private static double last(List<Double> numbers) {
    return numbers.get(numbers.size() - 1);
  }

  @Test
  void aProlongedRunTakesNoEarlierStepsIntoItsMean() throws Exception {
    try (Trainer trainer = trainer(settings("{\"average\": 0.5}"), new Recorder(STEPS))) {
      trainer.run();
    }
    assertEquals(20, Checkpoint.read(checkpoint()).averaged());
    String longer = "{\"average\": 0.1, \"bytes\": " + 2 * STEPS * 4 * 128 + "}";
    try (Trainer trainer = trainer(settings(longer), new Recorder(STEPS))) {
      trainer.resume(Checkpoint.read(checkpoint()));
      trainer.run();
    }
    assertEquals(8, Checkpoint.read(checkpoint()).averaged(), "of eighty steps");
    // Every one of the four more steps lies in the last half, most steps of that half before them.
    longer = "{\"average\": 0.5, \"bytes\": " + (2 * STEPS + 4) * 4 * 128 + "}";
    try (Trainer trainer = trainer(settings(longer), new Recorder(STEPS))) {
      trainer.resume(Checkpoint.read(checkpoint()));
      trainer.run();
      assertEquals(4, trainer.averagedSteps());
    }
  }

  @Test
  void withoutAStepLeftThereIsNoMean() throws Exception {
    try (Trainer trainer = trainer(settings("{}"), new Recorder(STEPS))) {
      trainer.run();
    }
    try (Trainer trainer = trainer(settings("{\"average\": 0.5}"), new Recorder(STEPS))) {
      trainer.resume(Checkpoint.read(checkpoint()));
      trainer.run();
      assertEquals(0, trainer.averagedSteps());
      assertArrayEquals(Checkpoint.read(checkpoint()).values(), trainer.values());
    }
  }

  @Test
  void operationsOfShorterSequencesStayCountedAsTheyWere() throws Exception {
    try (Trainer trainer = trainer(settings("{}"), new Recorder(STEPS))) {
      trainer.run();
    }
    String longer = "{\"length\": 256, \"bytes\": " + 2 * STEPS * 4 * 128 + "}";
    Recorder recorder = new Recorder(STEPS);
    try (Trainer trainer = trainer(settings(longer), recorder)) {
      trainer.resume(Checkpoint.read(checkpoint()));
      trainer.run();
    }
    double symbols = STEPS * 4 * 128;
    assertEquals(
        symbols * (StepCost.of(config(), 128).total() + StepCost.of(config(), 256).total()),
        recorder.events.getLast().get("flop").getAsDouble(),
        1);
  }

  @Test
  void roundedValuesAreExportedAndMeasured() throws Exception {
    Recorder recorder = new Recorder(STEPS);
    try (Trainer trainer = trainer(settings("{\"int8\": true}"), recorder)) {
      trainer.run();
      float[] kept = Checkpoint.read(checkpoint()).values();
      assertArrayEquals(trainer.flat().rounded(kept), trainer.values());
      assertEquals(2, recorder.validations().size());
      assertEquals(trainer.lastValidation().score(), last(recorder.validations()));
    }
  }

  @Test
  void aShareOfTheFirstValuesIsKept() throws Exception {
    float[] first;
    float[] last;
    try (Trainer trainer = trainer(settings("{}"), new Recorder(STEPS))) {
      first = trainer.flat().initial(7);
      trainer.begin(first);
      trainer.run();
      last = trainer.values();
    }
    Recorder recorder = new Recorder(STEPS);
    try (Trainer trainer = trainer(settings("{\"keep\": 0.25}"), recorder)) {
      trainer.begin(first);
      trainer.run();
      float[] kept = trainer.values();
      for (int i = 0; i < kept.length; i++) {
        assertEquals(0.25 * first[i] + 0.75 * last[i], kept[i], 1e-6);
      }
      assertArrayEquals(last, Checkpoint.read(checkpoint()).values());
      assertEquals(2, recorder.validations().size());
    }
    // A finished run that goes on has nothing to do but this.
    try (Trainer trainer = trainer(settings("{\"keep\": 0.25}"), new Recorder(STEPS))) {
      trainer.begin(first);
      trainer.resume(Checkpoint.read(checkpoint()));
      trainer.run();
      assertEquals(0.25 * first[9] + 0.75 * last[9], trainer.values()[9], 1e-6);
    }
    try (Trainer trainer = trainer(settings("{\"keep\": 0.25}"), new Recorder(STEPS))) {
      assertThrows(TrainException.class, trainer::run);
    }
    try (Trainer trainer = trainer(settings("{\"keep\": 0.25}"), new Recorder(STEPS))) {
      trainer.begin(trainer.flat().initial(8));
      Checkpoint checkpoint = Checkpoint.read(checkpoint());
      TrainException e = assertThrows(TrainException.class, () -> trainer.resume(checkpoint));
      assertTrue(e.getMessage().endsWith("began with another model"), e.getMessage());
    }
  }

  @Test
  void theTemperatureIsTheBestForOtherData() throws Exception {
    Recorder plain = new Recorder(STEPS);
    try (Trainer trainer = trainer(settings("{}"), plain)) {
      trainer.run();
    }
    double before = otherBits(plain);
    Recorder recorder = new Recorder(STEPS);
    try (Trainer trainer = trainer(settings("{\"temper\": true}"), recorder)) {
      trainer.run();
      double found =
          recorder.events.stream()
              .filter(e -> is("temperature", e))
              .findFirst()
              .orElseThrow()
              .get("temperature")
              .getAsDouble();
      assertTrue(found >= 0.8 && found <= 1.4 && found != 1, "temperature " + found);
      assertArrayEquals(
          trainer.flat().tempered(Checkpoint.read(checkpoint()).values(), found), trainer.values());
      assertTrue(otherBits(recorder) < before);
      double best = trainer.lastValidation().other().get(Modality.TEXT);
      assertEquals(best, otherBits(recorder));
    }
  }

  @Test
  void noTemperatureWithoutOtherData() throws Exception {
    data(3);
    // As long as the half of a window that does not count.
    Path few = Files.writeString(folder.resolve("few"), "x".repeat(64));
    Pack pack =
        pack(
            Input.of(Modality.TEXT, Split.TRAIN, folder.resolve("texts3")),
            Input.of(Modality.TEXT, Split.OOD, few));
    TrainException e =
        assertThrows(
            TrainException.class,
            () ->
                new Trainer(
                    config(),
                    settings("{\"temper\": true}"),
                    pack,
                    checkpoint(),
                    PEAK,
                    new Recorder(1)));
    assertTrue(e.getMessage().contains("to find a temperature on"), e.getMessage());
  }

  /** Of the last validation. */
  private static double otherBits(Recorder recorder) {
    return recorder.events.stream()
        .filter(e -> is("validation", e))
        .reduce((_, last) -> last)
        .orElseThrow()
        .getAsJsonObject("ood")
        .get("text")
        .getAsDouble();
  }

  @Test
  void averageAndPatienceExcludeEachOther() {
    assertThrows(TrainException.class, () -> settings("{\"average\": 0.1, \"patience\": 3}"));
    assertThrows(TrainException.class, () -> settings("{\"average\": 1}"));
    assertThrows(TrainException.class, () -> settings("{\"keep\": 1}"));
    assertThrows(TrainException.class, () -> settings("{\"int8\": true, \"patience\": 3}"));
    assertThrows(TrainException.class, () -> settings("{\"temper\": true, \"patience\": 3}"));
  }

  private static List<Double> concat(List<Double> one, List<Double> other) {
    List<Double> all = new ArrayList<>(one);
    all.addAll(other);
    return all;
  }

  @Test
  void stoppedRunKeepsACheckpoint() throws Exception {
    try (Trainer trainer = trainer(settings("{}"), new Recorder(1))) {
      trainer.stop();
      assertEquals(Outcome.STOPPED, trainer.run());
    }
    try (Trainer trainer = trainer(settings("{}"), new Recorder(STEPS))) {
      trainer.resume(Checkpoint.read(checkpoint()));
      assertEquals(Outcome.BUDGET, trainer.run());
    }
  }

  @Test
  void endsEarlyWhenValidationsGetNoBetter() throws Exception {
    // At this rate nothing is learned, and validations wander.
    TrainSettings hopeless =
        settings("{\"rate\": 3, \"validateBytes\": 512, \"patience\": 2, \"bytes\": 1000000}");
    Recorder recorder = new Recorder(1000);
    try (Trainer trainer = trainer(hopeless, recorder)) {
      assertEquals(Outcome.PATIENCE, trainer.run());
      assertTrue(trainer.steps() < 100, trainer.steps() + " steps");
    }
    List<Double> scores = recorder.validations();
    double best = scores.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    assertEquals(scores.size() - 3, scores.indexOf(best), scores.toString());
    assertTrue(recorder.best > 0);
    // Going on with the same patience ends at once, with more it goes on.
    try (Trainer trainer = trainer(hopeless, new Recorder(1000))) {
      trainer.resume(Checkpoint.read(checkpoint()));
      int steps = trainer.steps();
      assertEquals(Outcome.PATIENCE, trainer.run());
      assertEquals(steps, trainer.steps());
    }
  }

  @Test
  void aLossThatIsNoNumberIsOneLine() throws Exception {
    try (Trainer trainer = trainer(settings("{\"rate\": 1e30}"), new Recorder(STEPS))) {
      TrainException e = assertThrows(TrainException.class, trainer::run);
      assertTrue(e.getMessage().contains("not finite"), e.getMessage());
    }
  }

  /** A pack of everything serves models of one kind, too. */
  @Test
  void kindsThatTheModelDoesNotReadAreNoneOfItsBusiness() throws Exception {
    data(3);
    Path pictures = Files.createDirectories(folder.resolve("pictures"));
    BufferedImage picture = new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(picture, "png", pictures.resolve("black.png").toFile());
    Pack both =
        pack(
            Input.of(Modality.TEXT, Split.TRAIN, folder.resolve("texts3")),
            Input.of(Modality.IMAGE, Split.OOD, pictures));
    TrainSettings settings = settings("{\"weights\": {\"text\": 1}, \"bytes\": 1}");
    try (Trainer trainer =
        new Trainer(config(), settings, both, checkpoint(), PEAK, new Recorder(1))) {
      assertEquals(Outcome.BUDGET, trainer.run());
      assertEquals(Set.of(Modality.TEXT), trainer.lastValidation().held().keySet());
      assertEquals(Map.of(), trainer.lastValidation().other());
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
  void checkpointOfAnotherModelOrOtherDataIsRefused() throws Exception {
    try (Trainer trainer = trainer(settings("{}"), new Recorder(1))) {
      trainer.checkpoint();
    }
    Checkpoint checkpoint = Checkpoint.read(checkpoint());
    Recorder recorder = new Recorder(1);
    ModelConfig other = new Shapes().config();
    try (Trainer trainer =
        new Trainer(other, settings("{}"), data(3), checkpoint(), PEAK, recorder)) {
      TrainException e = assertThrows(TrainException.class, () -> trainer.resume(checkpoint));
      assertTrue(e.getMessage().contains("another model"), e.getMessage());
    }
    try (Trainer trainer =
        new Trainer(config(), settings("{}"), data(4), checkpoint(), PEAK, recorder)) {
      TrainException e = assertThrows(TrainException.class, () -> trainer.resume(checkpoint));
      assertTrue(e.getMessage().contains("other data"), e.getMessage());
    }
    try (Trainer trainer = trainer(settings("{}"), recorder)) {
      trainer.begin(trainer.values());
      TrainException e = assertThrows(TrainException.class, () -> trainer.resume(checkpoint));
      assertTrue(e.getMessage().contains("no finished model"), e.getMessage());
    }
  }

  @Test
  void fullDiskIsOneLineAndLeavesTheOldCheckpoint() throws Exception {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full));
    try (Trainer trainer = trainer(settings("{}"), new Recorder(1))) {
      trainer.checkpoint();
      byte[] old = Files.readAllBytes(checkpoint());
      Files.createSymbolicLink(folder.resolve("checkpoint.bin.tmp"), full);
      IOException e = assertThrows(IOException.class, trainer::checkpoint);
      assertTrue(e.getMessage().startsWith("cannot write "), e.getMessage());
      assertTrue(e.getMessage().contains("No space left on device"), e.getMessage());
      assertArrayEquals(old, Files.readAllBytes(checkpoint()));
    }
  }

  private float[] afterOneRun(String changes) throws Exception {
    try (Trainer trainer = trainer(settings(changes), new Recorder(STEPS))) {
      trainer.run();
      return trainer.values();
    }
  }

  private Path checkpoint() {
    return folder.resolve("checkpoint.bin");
  }

  private Trainer trainer(TrainSettings settings, Trainer.Listener listener) throws Exception {
    return new Trainer(config(), settings, data(3), checkpoint(), PEAK, listener);
  }

  private static ModelConfig config() {
    Shapes shape = new Shapes();
    shape.ngrams = List.of(new Ngram(3, 1024, 4));
    shape.ngramOutput = true;
    return shape.config();
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

  /** Texts of few words in random order; other words for the out-of-distribution part. */
  private Pack data(int seed) throws Exception {
    Path texts = folder.resolve("texts" + seed);
    Path others = folder.resolve("others");
    if (!Files.exists(texts)) {
      write(texts, seed, "the ", "quick ", "brown ", "fox ", "jumps ", "over ", "lazy ", "dogs.\n");
      write(others, 1, "Victor ", "jagt ", "zwölf ", "Boxkämpfer ", "quer ");
    }
    return pack(
        Input.of(Modality.TEXT, Split.TRAIN, texts), Input.of(Modality.TEXT, Split.OOD, others));
  }

  private Pack pack(Input... inputs) throws Exception {
    return new FolderPacks(folder.resolve("packs"), PackOptions.defaults(), line -> {})
        .open(List.of(inputs), new FolderPacks.Reading(false, 1, 0, Map.of()));
  }

  private static void write(Path folder, int seed, String... words) throws IOException {
    Files.createDirectories(folder);
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder();
    while (text.length() < 40_000) {
      text.append(words[random.nextInt(words.length)]);
    }
    Files.writeString(folder.resolve("words.txt"), text);
  }

  private static boolean is(String kind, JsonObject event) {
    return event.get("event").getAsString().equals(kind);
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Keeps what it hears, and kills the run after so many steps. */
  private static class Recorder implements Trainer.Listener {
    private final List<Double> bits = new ArrayList<>();
    private final List<JsonObject> events = new ArrayList<>();
    private final int most;
    private int best;

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

    @Override
    public void best() {
      best++;
    }

    List<Double> validations() {
      return events.stream()
          .filter(e -> is("validation", e))
          .map(e -> e.get("bits").getAsDouble())
          .toList();
    }
  }
}
