package io.bytezip.train.zoo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Application;
import ai.djl.MalformedModelException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.Artifact;
import ai.djl.repository.MRL;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ModelZoo;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorContext;
import io.bytezip.engine.Model;
import io.bytezip.engine.ModelConfig;
import io.bytezip.engine.ModelConfig.LayoutInputs;
import io.bytezip.engine.ModelConfig.Ngram;
import io.bytezip.engine.ModelConfig.Norm;
import io.bytezip.engine.ModelConfig.Positions;
import io.bytezip.modelzoo.Catalogue;
import io.bytezip.modelzoo.ModelEntry;
import io.bytezip.modelzoo.ModelFile;
import io.bytezip.modelzoo.Safetensors;
import io.bytezip.train.EngineLogits;
import io.bytezip.train.LogitsBlock;
import io.bytezip.train.data.Batch;
import io.bytezip.train.data.BatchBuilder;
import io.bytezip.train.data.Track;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DJL finds and runs the models as it does those of other zoos. */
class BytezipZooTest {
  private static final Catalogue CATALOGUE = Catalogue.standard(System.getenv());

  private static <I, O> Criteria<I, O> criteria(Class<I> input, Class<O> output, String name) {
    return Criteria.builder()
        .setTypes(input, output)
        .optGroupId("io.bytezip")
        .optArtifactId(name)
        .build();
  }

  private static Criteria<byte[], float[][]> bytes(String name) {
    return criteria(byte[].class, float[][].class, name);
  }

  private static Criteria<NDList, NDList> indices(String name) {
    return criteria(NDList.class, NDList.class, name);
  }

  private static byte[] text(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < length; i++) {
      text.append("Line ").append(i * i % 97).append(": the quick brown fox, again.\n");
    }
    return Arrays.copyOf(text.toString().getBytes(StandardCharsets.UTF_8), length);
  }

  private static float[] logSoftmax(float[] logits, int row) {
    double sum = 0;
    for (int s = 0; s < 256; s++) {
      sum += Math.exp(logits[row * 256 + s]);
    }
    float[] result = new float[256];
    for (int s = 0; s < 256; s++) {
      result[s] = (float) (logits[row * 256 + s] - Math.log(sum));
    }
    return result;
  }

  @Nested
  class Finding {
    @Test
    void everyModelOfTheCatalogue() throws Exception {
      for (ModelEntry entry : CATALOGUE.entries()) {
        try (ZooModel<NDList, NDList> model = indices(entry.name()).loadModel()) {
          assertEquals(entry.name(), model.getName());
          assertEquals(entry.sha256(), model.getProperty("sha256"));
        }
      }
    }

    @Test
    void listingNamesThemAll() throws Exception {
      List<MRL> ours =
          ModelZoo.listModels().get(Application.UNDEFINED).stream()
              .filter(resource -> resource.getGroupId().equals("io.bytezip"))
              .toList();
      assertEquals(
          CATALOGUE.entries().stream().map(ModelEntry::name).toList(),
          ours.stream().map(MRL::getArtifactId).toList());
      for (MRL resource : ours) {
        ModelFile file = CATALOGUE.load(resource.getArtifactId());
        Artifact artifact = resource.getDefaultArtifact();
        assertEquals(file.name(), artifact.getName());
        assertEquals(file.sha256(), artifact.getProperties().get("sha256"));
        assertEquals(
            Long.toString(file.model().parameters()), artifact.getProperties().get("parameters"));
        assertTrue(artifact.toString().contains(file.name()), artifact.toString());
      }
      assertEquals(
          "bytes,pixels,samples",
          ModelZoo.getModelZoo("io.bytezip")
              .getModelLoader("bytezip-all-2")
              .getMrl()
              .getDefaultArtifact()
              .getProperties()
              .get("layouts"));
    }

    @Test
    void withoutANameTheFirstThatTakesTheTypes() throws Exception {
      try (ZooModel<byte[], float[][]> model = bytes(null).loadModel()) {
        assertEquals("bytezip-text-3", model.getName());
      }
    }

    @Test
    void unknownName() {
      assertThrows(ModelNotFoundException.class, () -> bytes("bytezip-tex").loadModel());
    }

    @Test
    void otherTypes() {
      assertCause(
          "bytezip-text takes byte[] to float[][] or NDList to NDList, not java.lang.String to"
              + " float[][]",
          criteria(String.class, float[][].class, "bytezip-text"));
    }

    @Test
    void bytesForAModelOfPixels() {
      assertCause(
          "bytezip-image-4 does not read the layout bytes but pixels; with the types NDList, NDList"
              + " it takes indices",
          bytes("bytezip-image-4"));
    }

    @Test
    void anApplication() {
      Criteria<byte[], float[][]> criteria =
          bytes("bytezip-text").toBuilder().optApplication(Application.NLP.FILL_MASK).build();
      assertCause("bytezip-text is for no application, not for NLP.FILL_MASK", criteria);
    }

    private static void assertCause(String message, Criteria<?, ?> criteria) {
      ModelNotFoundException e =
          assertThrows(ModelNotFoundException.class, () -> criteria.loadModel());
      assertEquals(message, e.getCause().getMessage());
    }
  }

  @Nested
  class Predicting {
    @ParameterizedTest
    @ValueSource(strings = {"bytezip-text", "bytezip-all-2"})
    void bytesAsTheEngineDoes(String name) throws Exception {
      ModelFile file = CATALOGUE.load(name);
      LayoutInputs layout = file.config().layouts().getFirst();
      byte[] longest = text(601);
      Track track = new Track("bytes", layout.version(), longest, new byte[0]);
      float[] engine = EngineLogits.of(file.model(), layout, List.of(track), longest.length);
      List<byte[]> texts = new ArrayList<>();
      for (int length : new int[] {0, 1, 63, 64, 65, 300, 600}) {
        texts.add(Arrays.copyOf(longest, length));
      }
      try (ZooModel<byte[], float[][]> model = bytes(name).loadModel();
          Predictor<byte[], float[][]> predictor = model.newPredictor()) {
        List<float[][]> all = predictor.batchPredict(texts);
        for (int i = 0; i < texts.size(); i++) {
          assertEquals(texts.get(i).length + 1, all.get(i).length);
          for (int row = 0; row < all.get(i).length; row++) {
            assertArrayEquals(logSoftmax(engine, row), all.get(i)[row], 1e-3f);
          }
        }
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytezip-image-4", "bytezip-audio-2", "bytezip-all-2"})
    void indicesAsTheEngineDoes(String name) throws Exception {
      ModelFile file = CATALOGUE.load(name);
      int length = 192;
      try (ZooModel<NDList, NDList> model = indices(name).loadModel();
          Predictor<NDList, NDList> predictor = model.newPredictor()) {
        LogitsBlock block = (LogitsBlock) model.getBlock();
        BatchBuilder builder = new BatchBuilder(block.config());
        for (LayoutInputs layout : file.config().layouts()) {
          List<Track> tracks =
              List.of(EngineLogits.track(layout, length, 1), EngineLogits.track(layout, length, 2));
          float[] engine = EngineLogits.of(file.model(), layout, tracks, length);
          NDList arrays =
              block.arrays(model.getNDManager(), builder.build(tracks, length), tracks.size());
          NDArray logits = predictor.predict(arrays).singletonOrThrow();
          assertEquals(new Shape(2, length, 256), logits.getShape());
          assertArrayEquals(engine, logits.toFloatArray(), 1e-3f);
        }
      }
    }

    @Test
    void theExampleInTheDocument() throws Exception {
      assertTrue(TextBits.of(text(500)) < 3);
      String source = Files.readString(Path.of("src/test/java/io/bytezip/train/zoo/TextBits.java"));
      String code = source.substring(source.indexOf("import"));
      assertTrue(
          Files.readString(Path.of("../docs/TRAINING.md")).contains(code), "not the same code");
    }

    @Test
    void noTextThatIsTooLong() throws Exception {
      try (ZooModel<byte[], float[][]> model = bytes("bytezip-text").loadModel();
          Predictor<byte[], float[][]> predictor = model.newPredictor()) {
        TranslateException e =
            assertThrows(TranslateException.class, () -> predictor.predict(new byte[1 << 16]));
        assertEquals("a text of 65536 bytes: at most 65535 are predicted at once", e.getMessage());
      }
    }

    @Test
    void inSeveralThreads() throws Exception {
      byte[] text = text(90);
      try (ZooModel<byte[], float[][]> model = bytes("bytezip-text").loadModel();
          Predictor<byte[], float[][]> predictor = model.newPredictor();
          ExecutorService threads = Executors.newFixedThreadPool(3)) {
        List<Future<float[][]>> others = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          others.add(
              threads.submit(
                  () -> {
                    try (Predictor<byte[], float[][]> own = model.newPredictor()) {
                      return own.predict(text);
                    }
                  }));
        }
        float[] last = predictor.predict(text)[90];
        for (Future<float[][]> other : others) {
          assertArrayEquals(last, other.get()[90], 1e-4f);
        }
      }
    }

    @Test
    void withATranslatorOfTheUsers() throws Exception {
      byte[] text = text(64);
      long likeliest = 0;
      try (ZooModel<byte[], float[][]> model = bytes("bytezip-text").loadModel();
          Predictor<byte[], float[][]> predictor = model.newPredictor()) {
        float[] next = predictor.predict(text)[64];
        for (int s = 1; s < 256; s++) {
          likeliest = next[s] > next[(int) likeliest] ? s : likeliest;
        }
      }
      Criteria<byte[], Long> criteria =
          criteria(byte[].class, Long.class, "bytezip-text").toBuilder()
              .optTranslator(new Likeliest())
              .build();
      try (ZooModel<byte[], Long> model = criteria.loadModel();
          Predictor<byte[], Long> predictor = model.newPredictor()) {
        assertEquals(likeliest, predictor.predict(text));
      }
    }
  }

  /** The likeliest byte after a text of 64 bytes. */
  private static final class Likeliest implements NoBatchifyTranslator<byte[], Long> {
    @Override
    public NDList processInput(TranslatorContext context, byte[] text) {
      LogitsBlock block = (LogitsBlock) context.getBlock();
      Track track = new Track("bytes", 1, Arrays.copyOf(text, 65), new byte[0]);
      Batch batch = new BatchBuilder(block.config()).build(List.of(track), 128);
      return block.arrays(context.getNDManager(), batch, 1);
    }

    @Override
    public Long processOutput(TranslatorContext context, NDList list) {
      return list.head().get(0, 64).argMax().getLong();
    }
  }

  @Nested
  class ModelsOfTheUsers {
    @TempDir private Path folder;

    @Test
    void oneOfTwoOfOneName() throws Exception {
      Path first = write("a", 1, Positions.ROPE);
      Path second = write("b", 2, Positions.ROPE);
      BytezipZoo zoo = new BytezipZoo(Catalogue.of(List.of(folder)));
      assertEquals(1, zoo.getModelLoaders().size());
      assertEquals(2, zoo.getModelLoader("mine").getMrl().listArtifacts().size());
      Criteria<byte[], float[][]> any = in(zoo, Map.of());
      String sha256 = ModelFile.load(second).sha256();
      try (ZooModel<byte[], float[][]> model = any.loadModel();
          ZooModel<byte[], float[][]> other = in(zoo, Map.of("sha256", sha256)).loadModel()) {
        assertEquals(ModelFile.load(first).sha256(), model.getProperty("sha256"));
        assertEquals(sha256, other.getProperty("sha256"));
      }
      ModelNotFoundException e =
          assertThrows(
              ModelNotFoundException.class, () -> in(zoo, Map.of("layouts", "x")).loadModel());
      assertEquals("no model mine has the properties {layouts=x}", e.getCause().getMessage());
    }

    @Test
    void aDamagedFile() throws Exception {
      Path file = write("a", 1, Positions.ROPE);
      BytezipZoo zoo = new BytezipZoo(Catalogue.of(List.of(folder)));
      assertEquals(1, zoo.getModelLoaders().size());
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length - 1] ^= 1;
      Files.write(file, bytes);
      MalformedModelException e =
          assertThrows(MalformedModelException.class, () -> in(zoo, Map.of()).loadModel());
      assertTrue(e.getMessage().startsWith("model mine is damaged"), e.getMessage());
    }

    @Test
    void aDamagedFileOfTheSameNameIsNotInTheWay() throws Exception {
      Path good = write("a", 1, Positions.ROPE);
      Path bad = write("b", 2, Positions.ROPE);
      String sha256 = ModelFile.load(good).sha256();
      BytezipZoo zoo = new BytezipZoo(Catalogue.of(List.of(folder)));
      assertEquals(1, zoo.getModelLoaders().size());
      byte[] bytes = Files.readAllBytes(bad);
      bytes[bytes.length - 1] ^= 1;
      Files.write(bad, bytes);
      try (ZooModel<byte[], float[][]> model = in(zoo, Map.of("sha256", sha256)).loadModel()) {
        assertEquals(sha256, model.getProperty("sha256"));
      }
    }

    @Test
    void absolutePositionsEndWithTheWindow() throws Exception {
      ModelFile file = ModelFile.load(write("a", 1, Positions.SINUSOIDAL));
      BytezipZoo zoo = new BytezipZoo(Catalogue.of(List.of(folder)));
      byte[] text = text(200);
      LayoutInputs layout = file.config().layouts().getFirst();
      Track track = new Track("bytes", layout.version(), text, new byte[0]);
      float[] engine = EngineLogits.of(file.model(), layout, List.of(track), 192);
      try (ZooModel<byte[], float[][]> model = in(zoo, Map.of()).loadModel();
          Predictor<byte[], float[][]> predictor = model.newPredictor()) {
        float[][] rows = predictor.predict(Arrays.copyOf(text, 191));
        for (int row = 0; row < rows.length; row++) {
          assertArrayEquals(logSoftmax(engine, row), rows[row], 1e-3f);
        }
        TranslateException e =
            assertThrows(
                TranslateException.class, () -> predictor.predict(Arrays.copyOf(text, 192)));
        assertEquals("a text of 192 bytes: at most 191 are predicted at once", e.getMessage());
      }
    }

    @Test
    void noArraysOfAnotherForm() throws Exception {
      write("a", 1, Positions.ROPE);
      BytezipZoo zoo = new BytezipZoo(Catalogue.of(List.of(folder)));
      Criteria<NDList, NDList> criteria = indices("mine").toBuilder().optModelZoo(zoo).build();
      try (ZooModel<NDList, NDList> model = criteria.loadModel();
          Predictor<NDList, NDList> predictor = model.newPredictor()) {
        NDManager manager = model.getNDManager();
        NDArray rows = manager.zeros(new Shape(1, 1, 8), DataType.INT32);
        assertRefused(predictor, "the model takes 2 array(s), not 1", rows);
        assertRefused(
            predictor,
            "inputs are [sequences, length, 4], not (1, 8)",
            manager.zeros(new Shape(1, 8), DataType.INT32),
            rows);
        assertRefused(
            predictor,
            "inputs are int32, not float32",
            manager.zeros(new Shape(1, 8, 4), DataType.FLOAT32),
            rows);
        assertRefused(
            predictor,
            "inputs are from 0 to 1028, not from 1029 to 1029",
            manager.full(new Shape(1, 8, 4), 1029, DataType.INT32),
            rows);
        assertRefused(
            predictor,
            "a length is at most 64, or a multiple of 64 that is at most 65536, not 65",
            manager.zeros(new Shape(1, 65, 4), DataType.INT32),
            rows);
        NDArray inputs = manager.zeros(new Shape(1, 8, 4), DataType.INT32);
        assertRefused(
            predictor,
            "n-gram rows are (1, 1, 8), not (1, 8, 1)",
            inputs,
            manager.zeros(new Shape(1, 8, 1), DataType.INT32));
        assertRefused(
            predictor,
            "rows of n-gram table 0 are from 0 to 63, not from -1 to -1",
            inputs,
            manager.full(new Shape(1, 1, 8), -1, DataType.INT32));
      }
    }

    private static void assertRefused(
        Predictor<NDList, NDList> predictor, String message, NDArray... arrays) {
      TranslateException e =
          assertThrows(TranslateException.class, () -> predictor.predict(new NDList(arrays)));
      assertEquals(message, e.getCause().getMessage());
    }

    private static Criteria<byte[], float[][]> in(ModelZoo zoo, Map<String, String> filter) {
      return Criteria.builder()
          .setTypes(byte[].class, float[][].class)
          .optModelZoo(zoo)
          .optFilters(filter)
          .build();
    }

    /** A model called "mine". */
    private Path write(String file, long seed, Positions positions) throws IOException {
      int stride = positions == Positions.SINUSOIDAL ? 100 : 0;
      LayoutInputs layout = new LayoutInputs("bytes", 1, List.of(257, 257, 257));
      ModelConfig config =
          new ModelConfig(
              16,
              2,
              1,
              8,
              24,
              List.of(200, 50),
              Norm.RMS,
              true,
              1e-5f,
              positions,
              10000,
              stride,
              List.of(layout),
              List.of(new Ngram(3, 64, 8)),
              true);
      SplittableRandom random = new SplittableRandom(seed);
      Path path = folder.resolve(file + ".safetensors");
      ModelFile.write(
          path,
          Safetensors.DType.F16,
          "mine",
          config,
          name -> numbers(Model.shapes(config).get(name), random),
          Map.of());
      return path;
    }

    private static float[] numbers(int[] shape, SplittableRandom random) {
      float[] numbers = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = (float) (0.3 * random.nextGaussian());
      }
      return numbers;
    }
  }
}
