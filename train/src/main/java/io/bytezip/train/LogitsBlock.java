package io.bytezip.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.bytezip.engine.ModelConfig;
import io.bytezip.engine.ModelConfig.Positions;
import io.bytezip.modelzoo.Catalogue;
import io.bytezip.train.StepScript.Precision;
import io.bytezip.train.data.Batch;
import io.bytezip.train.data.BatchBuilder;
import io.bytezip.train.data.InputTable;
import io.bytezip.train.data.TrainException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A finished model as a DJL block: index arrays in, float32 logits out. For inference alone; may be
 * shared between threads, and copied to another device by a predictor.
 *
 * <p>Inputs, as {@link #arrays} makes them of a {@link Batch}:
 *
 * <ul>
 *   <li>int32 [sequences, length, {@link BatchBuilder#inputs}]: for each symbol the one before it
 *       (256 at a start), then the rows of its context inputs in the merged {@link InputTable};
 *       {@link InputTable#emptyRow} where there is none
 *   <li>for models with n-gram tables int32 [tables, sequences, length]: rows of these tables
 * </ul>
 *
 * <p>Output: float32 [sequences, length, 256], row t of a sequence being the logits of its symbol
 * t. A length is at most 64 or a multiple of 64; what is padded at the end changes nothing before
 * it.
 *
 * <p>Memory: 4 bytes a parameter. For each shape of the inputs a script is compiled and kept, at
 * most {@value #SCRIPTS} of them; for further shapes it is compiled each time.
 */
public final class LogitsBlock extends AbstractBlock {
  /** The most symbols of one sequence. */
  public static final int MAX_LENGTH = 1 << 16;

  /** The most symbols of all sequences together: their logits are 1 GiB. */
  public static final int MAX_SYMBOLS = 1 << 20;

  private static final int SCRIPTS = 32;

  /** Sequences computed at once have about so many symbols: their activations stay in caches. */
  private static final int MICRO_TOKENS = 2048;

  private static final int SYMBOLS = 256;

  private record Form(int sequences, int length) {}

  private final PtNDManager manager;
  private final ModelConfig config;
  private final FlatParameters flat;
  private final Parameter values;
  private final int columns;
  private final Map<Form, PtSymbolBlock> scripts = new ConcurrentHashMap<>();

  /**
   * @param values all numbers of the model, as {@link FlatParameters} has them
   * @param manager owns the numbers and the scripts, and names the device; one of PyTorch's
   */
  LogitsBlock(ModelConfig config, float[] values, NDManager manager) {
    this.config = config;
    this.manager = (PtNDManager) manager;
    flat = new FlatParameters(config);
    columns = new BatchBuilder(config).inputs();
    this.values =
        addParameter(
            Parameter.builder()
                .setName("values")
                .setType(Parameter.Type.WEIGHT)
                .optArray(manager.create(values))
                .optRequiresGrad(false)
                .build());
    inputNames = tables() == 0 ? List.of("inputs") : List.of("inputs", "ngrams");
    inputShapes =
        tables() == 0
            ? new Shape[] {new Shape(-1, -1, columns)}
            : new Shape[] {new Shape(-1, -1, columns), new Shape(tables(), -1, -1)};
  }

  /**
   * Loads a model of the catalogue.
   *
   * @param model name or hash
   * @param manager owns the numbers and the scripts, and names the device; one of PyTorch's
   * @throws IOException with one line when it is damaged, or this version can't run it
   */
  public static LogitsBlock load(Catalogue catalogue, String model, NDManager manager)
      throws IOException {
    BaseModel base = BaseModel.load(catalogue, model);
    try {
      return new LogitsBlock(base.file().config(), base.values(), manager);
    } catch (TrainException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** The model's configuration, for a {@link BatchBuilder}. */
  public ModelConfig config() {
    return config;
  }

  /**
   * The most symbols of one sequence: {@value #MAX_LENGTH}, or what fits the window of a model with
   * absolute positions, which would start anew there.
   */
  public int maxLength() {
    if (config.positions() != Positions.SINUSOIDAL) {
      return MAX_LENGTH;
    }
    int window = Math.min(MAX_LENGTH, config.largestWindow());
    return window <= 64 ? window : window / 64 * 64;
  }

  /**
   * A batch as the block takes it.
   *
   * @param manager owns the arrays
   * @param sequences how many sequences the batch has
   */
  public NDList arrays(NDManager manager, Batch batch, int sequences) {
    int length = batch.targets().length / sequences;
    NDList arrays =
        new NDList(manager.create(batch.inputs(), new Shape(sequences, length, columns)));
    if (tables() > 0) {
      arrays.add(manager.create(batch.rows(), new Shape(tables(), sequences, length)));
    }
    return arrays;
  }

  /**
   * Computes the logits.
   *
   * @throws IllegalArgumentException in one line, where the inputs are not as above
   */
  @Override
  protected NDList forwardInternal(
      ParameterStore parameters,
      NDList inputs,
      boolean training,
      PairList<String, Object> ignored) {
    if (training) {
      throw new IllegalArgumentException(
          "bytezip's models are for inference; see docs/TRAINING.md");
    }
    Form form = form(inputs);
    int tokens = form.sequences() * form.length();
    NDArray indices = inputs.head();
    NDManager owner = indices.getManager();
    NDArray numbers = parameters.getValue(values, indices.getDevice(), false);
    try (NDManager scope = owner.newSubManager()) {
      NDArray rows =
          tables() == 0
              ? scope.create(new int[0], new Shape(0, 0))
              : inputs.get(1).reshape(tables(), tokens);
      NDList arguments = new NDList(indices.reshape(tokens, columns), rows);
      arguments.attach(scope);
      arguments.add(0, numbers);
      NDList result = run(form, arguments);
      result.attach(scope);
      NDArray logits = result.head().reshape(form.sequences(), form.length(), SYMBOLS);
      logits.attach(owner);
      return new NDList(logits);
    }
  }

  private NDList run(Form form, NDList arguments) {
    PtSymbolBlock script = scripts.get(form);
    if (script == null && scripts.size() >= SCRIPTS) {
      try (PtSymbolBlock once = compile(form)) {
        return run(once, arguments);
      }
    }
    return run(scripts.computeIfAbsent(form, this::compile), arguments);
  }

  private static NDList run(PtSymbolBlock script, NDList arguments) {
    // Otherwise the first two runs are spent on specialising, and all take half as much memory
    // again. The setting is the thread's, which may run other people's models: true is the default.
    JniUtils.setGraphExecutorOptimize(false);
    try {
      return IValueUtils.forward(script, arguments, false);
    } finally {
      JniUtils.setGraphExecutorOptimize(true);
    }
  }

  private PtSymbolBlock compile(Form form) {
    int micro = Math.clamp(MICRO_TOKENS / form.length(), 1, form.sequences());
    while (form.sequences() % micro != 0) {
      micro--;
    }
    StepScript script =
        new StepScript(
            config, flat, form.sequences(), form.length(), micro, columns, Precision.F32);
    return ScriptArchive.load(manager, script.logits());
  }

  private Form form(NDList inputs) {
    require(
        inputs.size() == inputShapes.length,
        "the model takes %d array(s), not %d".formatted(inputShapes.length, inputs.size()));
    Shape shape = inputs.head().getShape();
    require(
        shape.dimension() == 3 && shape.get(2) == columns && shape.size() > 0,
        "inputs are [sequences, length, %d], not %s".formatted(columns, shape));
    long sequences = shape.get(0);
    long length = shape.get(1);
    require(
        length <= maxLength() && (length <= 64 || length % 64 == 0),
        "a length is at most 64, or a multiple of 64 that is at most %d, not %d"
            .formatted(maxLength(), length));
    require(
        sequences * length <= MAX_SYMBOLS,
        "at most %d symbols at once, not %d".formatted(MAX_SYMBOLS, sequences * length));
    requireRows("inputs", inputs.head(), flat.inputTable().shape().get(0));
    if (tables() > 0) {
      Shape rows = new Shape(tables(), sequences, length);
      NDArray ngrams = inputs.get(1);
      require(
          ngrams.getShape().equals(rows),
          "n-gram rows are %s, not %s".formatted(rows, ngrams.getShape()));
      for (int i = 0; i < tables(); i++) {
        try (NDArray table = ngrams.get(i)) {
          requireRows("rows of n-gram table " + i, table, config.ngrams().get(i).rows());
        }
      }
    }
    return new Form((int) sequences, (int) length);
  }

  /** libtorch checks this too, but tells it in ten lines, and on a GPU is of no use after it. */
  private static void requireRows(String name, NDArray array, int rows) {
    require(
        array.getDataType() == DataType.INT32,
        "%s are int32, not %s".formatted(name, array.getDataType()));
    try (NDArray least = array.min();
        NDArray most = array.max()) {
      require(
          least.getInt() >= 0 && most.getInt() < rows,
          "%s are from 0 to %d, not from %d to %d"
              .formatted(name, rows - 1, least.getInt(), most.getInt()));
    }
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  private int tables() {
    return flat.ngramTables().size();
  }

  /** [sequences, length, 256]. */
  @Override
  public Shape[] getOutputShapes(Shape[] inputs) {
    return new Shape[] {new Shape(inputs[0].get(0), inputs[0].get(1), SYMBOLS)};
  }
}
