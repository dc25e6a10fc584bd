package io.bytezip.engine;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Chooses the kernel: once, the first time one is asked for. */
final class Kernels {
  /** {@code scalar} or {@code vector} forces that kernel. */
  static final String PROPERTY = "bytezip.kernel";

  private static final String MODULE = "jdk.incubator.vector";

  private Kernels() {}

  /**
   * The kernel of this JVM.
   *
   * @throws IllegalStateException if the property forces the vector kernel where it can't run, or
   *     has an unknown value
   */
  static Kernel preferred() {
    return Holder.CHOICE.kernel();
  }

  static boolean vectorPresent() {
    return ModuleLayer.boot().findModule(MODULE).isPresent();
  }

  private record Choice(Kernel chosen, String failure) {
    Kernel kernel() {
      if (chosen == null) {
        throw new IllegalStateException(failure);
      }
      return chosen;
    }
  }

  private static final class Holder {
    static final Choice CHOICE = choose(System.getProperty(PROPERTY));
  }

  private static Choice choose(String forced) {
    if ("scalar".equals(forced)) {
      return new Choice(new ScalarKernel(), null);
    }
    if (forced != null && !"vector".equals(forced)) {
      return new Choice(null, PROPERTY + " is '" + forced + "'; it may be 'scalar' or 'vector'");
    }
    String reason = "the JVM runs without --add-modules " + MODULE;
    if (vectorPresent()) {
      try {
        return new Choice(new VectorKernel(), null);
      } catch (LinkageError e) {
        reason = "module " + MODULE + " does not fit: " + e;
      }
    }
    if (forced != null) {
      return new Choice(null, PROPERTY + " asks for the vector kernel, but " + reason);
    }
    Logger logger = System.getLogger(Kernels.class.getName());
    logger.log(Level.INFO, "The scalar kernel is used (slow, same results): {0}", reason);
    return new Choice(new ScalarKernel(), null);
  }
}
