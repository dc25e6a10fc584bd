package io.bytezip.eval;

import io.bytezip.modalities.Modality;
import java.util.EnumMap;
import java.util.Map;

/** How many raw bytes of each modality are still to be evaluated. */
final class Allowance {
  private final Map<Modality, Long> left = new EnumMap<>(Modality.class);
  private final long most;

  /**
   * @param most of each modality; 0 for any number
   */
  Allowance(long most) {
    this.most = most == 0 ? Long.MAX_VALUE : most;
  }

  long left(Modality modality) {
    return left.getOrDefault(modality, most);
  }

  void take(Modality modality, long bytes) {
    left.put(modality, left(modality) - bytes);
  }
}
