package io.bytezip.train;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.bytezip.engine.ModelConfig;
import io.bytezip.train.StepScript.Precision;
import io.bytezip.train.data.Batch;

/**
 * A model in training: values and optimiser moments in libtorch's memory, and the compiled step.
 * Used by one thread.
 *
 * <p>Memory: 16 bytes a parameter, and the activations of one micro-batch.
 */
final class TorchModel implements AutoCloseable {

  /**
   * How a batch is cut.
   *
   * @param sequences sequences of a batch
   * @param length symbols of a sequence
   * @param microSequences sequences computed at once
   */
  record Cut(int sequences, int length, int microSequences) {
    int tokens() {
      return sequences * length;
    }
  }

  /**
   * Optimiser settings of one step.
   *
   * @param momentum Muon's decay of the first moment
   * @param scale root mean square of Muon's step, in units of the rate
   * @param step from 1
   */
  record Hyper(
      float rate,
      float beta1,
      float beta2,
      float decay,
      float clip,
      float momentum,
      float scale,
      int step) {
    private static final double EPSILON = 1e-8;

    /**
     * What the script multiplies with: -rate sqrt(1 - beta2^step) / (1 - beta1^step), 1 - beta1,
     * beta2, 1 - rate decay, clip norm, epsilon sqrt(1 - beta2^step), momentum, -rate scale. (AdamW
     * with both bias corrections moved out of the vectors.)
     */
    float[] vector() {
      double root = Math.sqrt(1 - Math.pow(beta2, step));
      return new float[] {
        (float) (-rate * root / (1 - Math.pow(beta1, step))),
        1 - beta1,
        beta2,
        1 - rate * decay,
        clip,
        (float) (EPSILON * root),
        momentum,
        -rate * scale
      };
    }
  }

  /** What a step reports: mean loss in nats a symbol, and the gradient's norm before clipping. */
  record Report(float loss, float norm) {}

  private final PtNDManager manager;
  private final FlatParameters flat;
  private final Cut cut;
  private final int inputs;
  private NDArray values;
  private NDArray first;
  private NDArray second;
  private final PtSymbolBlock trainer;
  private final PtSymbolBlock losses;

  /** Starts libtorch with so many threads, for the calling thread and those after it. */
  static void start(int threads) {
    Engine.getEngine("PyTorch");
    JniUtils.setNumThreads(threads);
  }

  /**
   * A model whose values are all zero.
   *
   * @param inputs columns of a batch's input matrix
   * @param device where it lives and computes: the processor, or a GPU if libtorch has CUDA
   */
  TorchModel(
      ModelConfig config,
      FlatParameters flat,
      Cut cut,
      int inputs,
      Precision precision,
      Optimizer optimizer,
      Device device) {
    // Thread-local: without it the profiling executor spends the first steps on specialising.
    JniUtils.setGraphExecutorOptimize(false);
    this.flat = flat;
    this.cut = cut;
    this.inputs = inputs;
    manager = (PtNDManager) NDManager.newBaseManager(device, "PyTorch");
    values = manager.zeros(new Shape(flat.size()));
    first = manager.zeros(new Shape(flat.size()));
    second = manager.zeros(new Shape(flat.size()));
    trainer = ScriptArchive.load(manager, script(config, precision).trainingStep(optimizer));
    losses = ScriptArchive.load(manager, script(config, precision).losses());
  }

  private StepScript script(ModelConfig config, Precision precision) {
    return new StepScript(
        config, flat, cut.sequences(), cut.length(), cut.microSequences(), inputs, precision);
  }

  Cut cut() {
    return cut;
  }

  /** Takes one optimiser step. */
  Report step(Batch batch, Hyper h) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray hyper = scope.create(h.vector());
      NDList arguments = new NDList(values, first, second, hyper);
      arguments.addAll(tensors(batch, scope));
      NDList result = IValueUtils.forward(trainer, arguments, true);
      result.attach(scope);
      float[] report = result.get(0).toFloatArray();
      return new Report(report[0], report[1]);
    }
  }

  /** The loss of each target of the batch, in nats. */
  float[] losses(Batch batch) {
    try (NDManager scope = manager.newSubManager()) {
      NDList arguments = new NDList(values);
      arguments.addAll(tensors(batch, scope));
      NDList result = IValueUtils.forward(losses, arguments, true);
      result.attach(scope);
      return result.get(0).toFloatArray();
    }
  }

  private NDList tensors(Batch batch, NDManager scope) {
    int tables = flat.ngramTables().size();
    return new NDList(
        scope.create(batch.inputs(), new Shape(cut.tokens(), inputs)),
        scope.create(batch.rows(), new Shape(tables, tables == 0 ? 0 : cut.tokens())),
        scope.create(batch.targets(), new Shape(cut.tokens())));
  }

  float[] values() {
    return values.toFloatArray();
  }

  float[] firstMoments() {
    return first.toFloatArray();
  }

  float[] secondMoments() {
    return second.toFloatArray();
  }

  // New arrays, not NDArray.set or copyTo: these let the target share the source's memory.
  void setValues(float[] data) {
    values.close();
    values = manager.create(data);
  }

  void setMoments(float[] firstMoments, float[] secondMoments) {
    first.close();
    second.close();
    first = manager.create(firstMoments);
    second = manager.create(secondMoments);
  }

  @Override
  public void close() {
    manager.close();
  }
}
