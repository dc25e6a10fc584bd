package io.bytezip.train;

import com.google.gson.JsonObject;
import io.bytezip.train.data.Batch;
import io.bytezip.train.data.BatchBuilder;
import io.bytezip.train.data.HeldOut;
import io.bytezip.train.data.Modality;
import io.bytezip.train.data.Pack;
import io.bytezip.train.data.Split;
import io.bytezip.train.data.TrainException;
import java.io.IOException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Measures bits a byte on data that is not trained on: the pack's held-out part, and data of other
 * origin (out of distribution).
 */
final class Validation {

  /**
   * Bits a byte, of each kind of data.
   *
   * @param held on held-out data
   * @param other on out-of-distribution data
   * @param score mean over the held-out kinds by their weights in training; what early stopping
   *     goes by
   */
  record Result(Map<Modality, Double> held, Map<Modality, Double> other, double score) {
    static final Result NONE = new Result(Map.of(), Map.of(), Double.NaN);

    /** Adds a key for each kind, {@code bits} for the score, and {@code ood}. */
    void addTo(JsonObject event) {
      held.forEach((modality, bits) -> event.addProperty(modality.toString(), bits));
      if (!Double.isNaN(score)) {
        event.addProperty("bits", score);
      }
      if (!other.isEmpty()) {
        JsonObject ood = new JsonObject();
        other.forEach((modality, bits) -> ood.addProperty(modality.toString(), bits));
        event.add("ood", ood);
      }
    }
  }

  private final TrainSettings settings;
  private final Map<Modality, Double> weights;
  private final Map<Modality, List<Batch>> held;
  private final Map<Modality, List<Batch>> other;

  /** Reads the data; it stays in memory, since every validation is on the same. */
  Validation(Pack pack, TrainSettings settings, Map<Modality, Double> weights, BatchBuilder builder)
      throws IOException, TrainException {
    this.settings = settings;
    this.weights = weights;
    held = batches(pack, Split.VALIDATION, builder);
    other = batches(pack, Split.OOD, builder);
  }

  private Map<Modality, List<Batch>> batches(Pack pack, Split split, BatchBuilder builder)
      throws IOException, TrainException {
    Map<Modality, List<Batch>> all = new EnumMap<>(Modality.class);
    for (Modality modality : Modality.values()) {
      // Held-out data of a kind that is not trained on would only confuse the score. A pack may
      // have kinds that the model does not read; it is an error only if they are in the mixture.
      boolean wanted =
          weights.containsKey(modality)
              || (split == Split.OOD && builder.reads(pack, modality, split));
      if (wanted && pack.symbols(modality, split) > 0) {
        all.put(
            modality,
            HeldOut.of(
                pack,
                modality,
                split,
                settings.sequences(),
                settings.length(),
                settings.validationSymbols(),
                builder));
      }
    }
    return all;
  }

  /** Whether there is anything that early stopping could go by. */
  boolean hasHeldOut() {
    return counts(held);
  }

  /** Whether there are data of other origin, of a kind that is trained on, to measure on. */
  boolean hasOther() {
    return counts(ofTrainedKinds());
  }

  private boolean counts(Map<Modality, List<Batch>> data) {
    return data.values().stream()
        .flatMap(List::stream)
        .anyMatch(
            batch -> IntStream.range(0, batch.targets().length).anyMatch(n -> counts(batch, n)));
  }

  private Map<Modality, List<Batch>> ofTrainedKinds() {
    Map<Modality, List<Batch>> trained = new EnumMap<>(other);
    trained.keySet().retainAll(weights.keySet());
    return trained;
  }

  Result measure(TorchModel model) {
    Map<Modality, Double> results = bits(model, held);
    return new Result(results, bits(model, other), score(results));
  }

  /** Bits a byte of the data of other origin: the mean over the kinds that are trained on. */
  double other(TorchModel model) {
    return score(bits(model, ofTrainedKinds()));
  }

  /** The mean by the weights in training. */
  private double score(Map<Modality, Double> results) {
    double sum = 0;
    double all = 0;
    for (Map.Entry<Modality, Double> entry : results.entrySet()) {
      double weight = weights.get(entry.getKey());
      sum += weight * entry.getValue();
      all += weight;
    }
    return sum / all;
  }

  /**
   * Over the second half of every window: a stream never has less history, except in its first
   * bytes.
   */
  private Map<Modality, Double> bits(TorchModel model, Map<Modality, List<Batch>> data) {
    Map<Modality, Double> results = new EnumMap<>(Modality.class);
    data.forEach(
        (modality, batches) -> {
          double sum = 0;
          long count = 0;
          for (Batch batch : batches) {
            float[] losses = model.losses(batch);
            for (int n = 0; n < losses.length; n++) {
              if (counts(batch, n)) {
                sum += losses[n];
                count++;
              }
            }
          }
          if (count > 0) {
            results.put(modality, sum / Math.log(2) / count);
          }
        });
    return Collections.unmodifiableMap(results);
  }

  private boolean counts(Batch batch, int n) {
    int length = settings.length();
    return n % length >= length / 2 && batch.targets()[n] != BatchBuilder.IGNORED;
  }
}
