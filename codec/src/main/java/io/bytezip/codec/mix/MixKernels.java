package io.bytezip.codec.mix;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Supplier;

/** Chooses the kernel: once, the first time one is asked for. */
final class MixKernels {
  /** {@code scalar} or {@code vector} forces that kernel, here as in the engine. */
  static final String PROPERTY = "bytezip.kernel";

  private static final String MODULE = "jdk.incubator.vector";

  private MixKernels() {}

  /**
   * A kernel of the preferred kind, with scratch space of its own.
   *
   * @throws IllegalStateException if the property forces the vector kernel where it can't run, or
   *     has an unknown value
   */
  static MixKernel open() {
    return Holder.CHOICE.get();
  }

  private static final class Holder {
    static final Supplier<MixKernel> CHOICE = choose(System.getProperty(PROPERTY));
  }

  private static Supplier<MixKernel> choose(String forced) {
    if ("scalar".equals(forced)) {
      return ScalarMixKernel::new;
    }
    if (forced != null && !"vector".equals(forced)) {
      return failing(PROPERTY + " is '" + forced + "'; it may be 'scalar' or 'vector'");
    }
    String reason = "the JVM runs without --add-modules " + MODULE;
    if (ModuleLayer.boot().findModule(MODULE).isPresent()) {
      try {
        VectorMixKernel first = new VectorMixKernel();
        first.dot(new float[MixKernel.STRIDE], 0, new float[MixKernel.STRIDE], MixKernel.STRIDE);
        return VectorMixKernel::new;
      } catch (LinkageError e) {
        reason = "module " + MODULE + " does not fit: " + e;
      }
    }
    if (forced != null) {
      return failing(PROPERTY + " asks for the vector kernel, but " + reason);
    }
    Logger logger = System.getLogger(MixKernels.class.getName());
    logger.log(Level.INFO, "The scalar mixer is used (slower, same results): {0}", reason);
    return ScalarMixKernel::new;
  }

  private static Supplier<MixKernel> failing(String message) {
    return () -> {
      throw new IllegalStateException(message);
    };
  }
}
