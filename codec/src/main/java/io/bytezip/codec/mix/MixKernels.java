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

  /** A kernel of the preferred kind, with scratch space of its own. */
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
      throw new IllegalStateException(
          PROPERTY + " is '" + forced + "', but only 'scalar' can be had: " + reason);
    }
    Logger logger = System.getLogger(MixKernels.class.getName());
    logger.log(Level.INFO, "The scalar mixer is used (slower, same results): {0}", reason);
    return ScalarMixKernel::new;
  }
}
