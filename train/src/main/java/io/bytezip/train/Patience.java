package io.bytezip.train;

import com.google.gson.JsonObject;

/** Counts validations that were no better than the best before them. */
final class Patience {
  private final int most;
  private double best;
  private int worse;

  /**
   * @param most so many validations in a row without improvement end a run; 0: nothing ends it
   */
  Patience(int most) {
    this(most, Double.POSITIVE_INFINITY, 0);
  }

  private Patience(int most, double best, int worse) {
    this.most = most;
    this.best = best;
    this.worse = worse;
  }

  /** As a checkpoint has kept it with {@link #json}. */
  static Patience of(int most, JsonObject kept) {
    double best = kept.has("best") ? kept.get("best").getAsDouble() : Double.POSITIVE_INFINITY;
    return new Patience(most, best, kept.get("worse").getAsInt());
  }

  JsonObject json() {
    JsonObject json = new JsonObject();
    if (best < Double.POSITIVE_INFINITY) {
      json.addProperty("best", best);
    }
    json.addProperty("worse", worse);
    return json;
  }

  /** Takes the result of a validation; returns whether it is the best so far. */
  boolean improves(double score) {
    if (score < best) {
      best = score;
      worse = 0;
      return true;
    }
    worse++;
    return false;
  }

  boolean isOver() {
    return most > 0 && worse >= most;
  }
}
