package io.bytezip.train;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.bytezip.modelzoo.Int8;
import io.bytezip.train.StepScript.Precision;
import io.bytezip.train.TorchModel.Cut;
import io.bytezip.train.TorchModel.Hyper;
import io.bytezip.train.data.FolderPacks.Reading;
import io.bytezip.train.data.Modality;
import io.bytezip.train.data.Pack;
import io.bytezip.train.data.TrainException;
import java.util.EnumMap;
import java.util.Map;

/**
 * How a model is trained. The JSON keys are the component names.
 *
 * @param sequences sequences of a batch
 * @param length symbols of a sequence
 * @param micro sequences computed at once; divides {@code sequences}
 * @param rate peak learning rate
 * @param finalRate the rate at the end, as a share of the peak
 * @param warmup steps of linear warm-up
 * @param decay weight decay of the matrices
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param clip greatest norm of the gradient
 * @param optimizer "adamw", or "muon": Muon for the layers' matrices, see {@link Optimizer}
 * @param momentum Muon's decay of the first moment
 * @param muonScale root mean square of Muon's step in units of the rate; 0.2 is about that of
 *     AdamW's (Liu and others 2025)
 * @param minutes training time, 0 for no limit; the schedule then follows the clock, and two runs
 *     differ
 * @param bytes symbols to train on, 0 for no limit; the schedule then follows the count, and two
 *     runs agree
 * @param seed seed of the initial values, the order of files and the windows
 * @param precision "bf16", "f32", or "auto": bf16 where the processor multiplies it natively, and
 *     on a GPU
 * @param device "cpu", or "cuda": the first GPU, where libtorch has CUDA
 * @param raw whether pictures and recordings are seen as plain bytes (the bytes layout)
 * @param weights share of each kind of data in the sequences; empty: as the pack's recipe says
 * @param caps greatest share of all groups (folders; files of text) with this name prefix within
 *     their kind
 * @param maxBytes most bytes of a kind of data that are read, 0 for all
 * @param checkpointMinutes time between checkpoints
 * @param validateMinutes time between validations
 * @param validateBytes symbols between validations; 0: {@code validateMinutes} says when
 * @param validationSymbols symbols of each kind that a validation reads
 * @param patience so many validations in a row without improvement end the run, and the model is
 *     the best one's; 0: the run uses its budget, and the model is the last
 * @param average the model is the mean of the values after each step of this last share of the
 *     budget (Polyak and Juditsky 1992); 0: the values after the last step
 * @param keep share of the values that the run began with in the model, where it began with a
 *     finished model's: the rest are the trained ones (Wortsman and others 2022, arXiv 2109.01903)
 * @param temper whether the model's logits are divided by the temperature that is best on the data
 *     of other origin, see {@link Temperature}
 * @param int8 whether the model's file has matrices and tables of 8 bits a number instead of
 *     float16, see {@link Int8}
 */
record TrainSettings(
    int sequences,
    int length,
    int micro,
    double rate,
    double finalRate,
    int warmup,
    double decay,
    double beta1,
    double beta2,
    double clip,
    String optimizer,
    double momentum,
    double muonScale,
    double minutes,
    long bytes,
    long seed,
    String precision,
    String device,
    boolean raw,
    Map<String, Double> weights,
    Map<String, Double> caps,
    long maxBytes,
    double checkpointMinutes,
    double validateMinutes,
    long validateBytes,
    int validationSymbols,
    int patience,
    double average,
    double keep,
    boolean temper,
    boolean int8) {

  private static final Gson GSON = new Gson();

  /** What a run does unless told otherwise. */
  static TrainSettings defaults() {
    return new TrainSettings(
        8,
        1024,
        2,
        3e-3,
        0.05,
        100,
        0.1,
        0.9,
        0.98,
        1,
        "adamw",
        0.95,
        0.2,
        0,
        0,
        1,
        "auto",
        "cpu",
        false,
        Map.of(),
        Map.of("graphics-", 0.15),
        0,
        0.75,
        3,
        0,
        1 << 18,
        0,
        0,
        0,
        false,
        false);
  }

  /** These settings with the given keys changed. */
  TrainSettings with(JsonObject changes) throws TrainException {
    JsonObject tree = json();
    TrainSettings settings = this;
    for (Map.Entry<String, JsonElement> change : changes.entrySet()) {
      if (!tree.has(change.getKey())) {
        throw new TrainException("unknown training setting \"" + change.getKey() + "\"");
      }
      tree.add(change.getKey(), change.getValue());
      try {
        settings = GSON.fromJson(tree, TrainSettings.class);
      } catch (JsonParseException | NumberFormatException e) {
        throw new TrainException(
            "training setting \"%s\" cannot be %s".formatted(change.getKey(), change.getValue()),
            e);
      }
    }
    settings.check();
    return settings;
  }

  JsonObject json() {
    return GSON.toJsonTree(this).getAsJsonObject();
  }

  private void check() throws TrainException {
    require(
        sequences > 0 && length > 0 && micro > 0, "sequences, length and micro must be positive");
    require(sequences % micro == 0, "micro must divide sequences");
    require(length <= 64 || length % 64 == 0, "length must be at most 64 or a multiple of 64");
    require((long) sequences * length <= 1 << 24, "a batch may have at most 2^24 symbols");
    require(
        rate > 0 && finalRate >= 0 && finalRate <= 1, "rate must be positive, finalRate in 0 to 1");
    require(beta1 >= 0 && beta1 < 1 && beta2 > 0 && beta2 < 1, "beta1 and beta2 must be below 1");
    require(
        clip > 0 && decay >= 0 && warmup >= 0,
        "clip must be positive, decay and warmup not negative");
    require(
        optimizer.equals("adamw") || optimizer.equals("muon"), "optimizer must be adamw or muon");
    require(
        momentum >= 0 && momentum < 1 && muonScale > 0,
        "momentum must be below 1, muonScale positive");
    require(device.equals("cpu") || device.equals("cuda"), "device must be cpu or cuda");
    require(minutes > 0 || bytes > 0, "a budget is needed: minutes or bytes");
    require(
        checkpointMinutes > 0 && validateMinutes > 0,
        "checkpointMinutes and validateMinutes must be positive");
    require(
        validateBytes >= 0 && validationSymbols > 0 && patience >= 0,
        "validationSymbols must be positive, validateBytes and patience not negative");
    require(
        average >= 0 && average < 1 && keep >= 0 && keep < 1,
        "average and keep must be 0 or more, below 1");
    require(
        patience == 0 || !finishes(),
        "average, keep, temper and int8 concern the last model, patience keeps the best one;"
            + " --patience 0 turns that off");
    for (Map.Entry<String, Double> weight : weights.entrySet()) {
      Modality.of(weight.getKey());
      require(weight.getValue() >= 0, "weights must not be negative");
    }
  }

  private static void require(boolean condition, String message) throws TrainException {
    if (!condition) {
      throw new TrainException(message);
    }
  }

  /** Whether something is done to the values after the last step. */
  boolean finishes() {
    return average > 0 || keep > 0 || temper || int8;
  }

  Optimizer torchOptimizer() {
    return optimizer.equals("muon") ? Optimizer.MUON : Optimizer.ADAMW;
  }

  Cut cut() {
    return new Cut(sequences, length, micro);
  }

  Precision torchPrecision() throws TrainException {
    return switch (precision) {
      case "f32" -> Precision.F32;
      case "bf16" -> Precision.BF16;
      case "auto" ->
          device.equals("cuda") || Processor.multipliesBfloat16() ? Precision.BF16 : Precision.F32;
      default ->
          throw new TrainException(
              "precision must be auto, bf16 or f32, not \"" + precision + "\"");
    };
  }

  /** Where the model lives; asks libtorch whether it can. */
  Device torchDevice() throws TrainException {
    if (device.equals("cpu")) {
      return Device.cpu();
    }
    require(
        Engine.getEngine("PyTorch").hasCapability(StandardCapabilities.CUDA),
        "this libtorch finds no CUDA; docs/GPU.md says how to bring one that does");
    return Device.gpu();
  }

  /**
   * The numbers of a step. The rate is a linear warm-up times half a cosine down to the final rate,
   * which begins with the first step: in a run of few warm-ups' length the peak is not reached.
   *
   * @param step from 1
   * @param progress share of the budget that is used up, 0 to 1
   */
  Hyper hyper(int step, double progress) {
    double cosine = (1 + Math.cos(Math.PI * Math.clamp(progress, 0, 1))) / 2;
    double warm = warmup == 0 ? 1 : Math.min(1, (double) step / warmup);
    double now = rate * warm * (finalRate + (1 - finalRate) * cosine);
    return new Hyper(
        (float) now,
        (float) beta1,
        (float) beta2,
        (float) decay,
        (float) clip,
        (float) momentum,
        (float) muonScale,
        step);
  }

  /** How folders are packed. */
  Reading reading() {
    return new Reading(raw, seed, maxBytes, caps);
  }

  /**
   * The share of each kind of data in a run on a pack: kinds that the pack has and whose weight is
   * above 0.
   */
  Map<Modality, Double> mixture(Pack pack) throws TrainException {
    Map<Modality, Double> mixture = new EnumMap<>(Modality.class);
    for (Modality modality : pack.modalities()) {
      double weight =
          weights.isEmpty()
              ? pack.info().mixture().getOrDefault(modality, 1.0)
              : weights.getOrDefault(modality.toString(), 0.0);
      if (weight > 0) {
        mixture.put(modality, weight);
      }
    }
    require(!mixture.isEmpty(), "no data with a weight above 0");
    return mixture;
  }
}
