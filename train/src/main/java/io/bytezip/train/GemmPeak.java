package io.bytezip.train;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.bytezip.train.StepScript.Precision;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/**
 * The fastest matrix product that libtorch has on this machine: the yardstick of a training step.
 *
 * <p>Each shape is what a linear layer computes, {@code [rows, depth]} by the transpose of {@code
 * [columns, depth]}, repeated; the best round of the best shape counts. It holds for the threads
 * that {@link TorchModel#start} has set. Used by one thread.
 */
final class GemmPeak implements AutoCloseable {
  private record Product(int rows, int columns, int depth) {
    double flops() {
      return 2.0 * rows * columns * depth;
    }
  }

  // Square ones, and ones with the many rows of a micro-batch.
  private static final List<Product> SHAPES =
      List.of(
          new Product(256, 256, 256),
          new Product(512, 512, 512),
          new Product(1024, 1024, 1024),
          new Product(2048, 512, 512),
          new Product(2048, 1024, 256));

  private static final Product GPU_SHAPE = new Product(8192, 8192, 8192);

  private static final int ROUNDS = 4;
  private static final double ROUND_SECONDS = 0.02;

  private final PtNDManager manager;
  private final PtSymbolBlock block;

  /** Prepares to measure; libtorch has been started. */
  GemmPeak(Precision precision, Device device) {
    JniUtils.setGraphExecutorOptimize(false);
    manager = (PtNDManager) NDManager.newBaseManager(device, "PyTorch");
    try {
      block =
          JniUtils.loadModule(
              manager, new ByteArrayInputStream(ScriptArchive.of(script(precision))), false, false);
    } catch (IOException e) {
      manager.close();
      throw new UncheckedIOException(e);
    }
  }

  /** Forward's arguments: a, b (float), and a vector as long as there are products to compute. */
  private static String script(Precision precision) {
    return String.format(
        Locale.ROOT,
        """
          def forward(self: __torch__.M, a: Tensor, b: Tensor, count: Tensor) -> Tensor:
            x = torch.to(a, %1$d)
            w = torch.to(b, %1$d)
            y = torch.linear(x, w)
            for i in range(torch.size(count, 0)):
              y = torch.linear(x, w)
            return torch.to(torch.select(torch.select(y, 0, 0), 0, 0), 6)
        """,
        precision.code());
  }

  /** Measures for about a second; returns floating-point operations a second. */
  double measure() {
    double best = manager.getDevice().isGpu() ? measure(GPU_SHAPE) : 0;
    for (Product product : SHAPES) {
      best = Math.max(best, measure(product));
    }
    return best;
  }

  private double measure(Product product) {
    try (NDManager scope = manager.newSubManager()) {
      NDList arguments =
          new NDList(
              scope.randomUniform(-1, 1, new Shape(product.rows(), product.depth())),
              scope.randomUniform(-1, 1, new Shape(product.columns(), product.depth())));
      seconds(arguments, 1, scope);
      double one = seconds(arguments, 1, scope) / 2;
      int count = (int) Math.clamp(ROUND_SECONDS / one, 1, 10_000);
      double fastest = Double.POSITIVE_INFINITY;
      for (int i = 0; i < ROUNDS; i++) {
        // The one product more is the first one's warm-up.
        fastest = Math.min(fastest, seconds(arguments, count, scope) / (count + 1));
      }
      return product.flops() / fastest;
    }
  }

  private double seconds(NDList operands, int count, NDManager scope) {
    NDList arguments = new NDList(operands);
    arguments.add(scope.zeros(new Shape(count)));
    long start = System.nanoTime();
    NDList result = IValueUtils.forward(block, arguments, true);
    result.attach(scope);
    // Reading the value waits for a GPU.
    result.get(0).getFloat();
    return (System.nanoTime() - start) * 1e-9;
  }

  @Override
  public void close() {
    manager.close();
  }
}
