package io.bytezip.train;

import ai.djl.Device;
import com.google.gson.JsonObject;
import io.bytezip.train.StepScript.Precision;
import io.bytezip.train.data.TrainException;
import io.bytezip.train.data.VersionLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bytezip train --measure}: how fast a configuration trains here, without data. */
@Command(
    name = "bytezip train --measure",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    sortOptions = false,
    description =
        "Measures training steps on random symbols, and prints a row of a Markdown table:"
            + " configuration, dense and all parameters, precision, threads, bytes a second,"
            + " GFLOP/s, GEMM peak, share of the peak, the process's greatest memory.")
final class MeasureCommand implements Callable<Integer> {
  /** The option that makes {@code bytezip train} this command. */
  static final String OPTION = "--measure";

  @Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      required = true,
      description = "JSON file, or a built-in configuration.")
  private String config;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads of libtorch. Default: 1.")
  private int threads;

  @Option(names = "--precision", description = "auto, bf16 or f32.")
  private String precision;

  @Option(names = "--batch", paramLabel = "N", description = "Sequences of a batch.")
  private Integer batch;

  @Option(names = "--length", paramLabel = "N", description = "Bytes of a sequence.")
  private Integer length;

  @Option(names = "--micro", paramLabel = "N", description = "Sequences computed at once.")
  private Integer micro;

  @Option(names = "--optimizer", description = "adamw (default), or muon for the layers' matrices.")
  private String optimizer;

  @Option(names = "--device", defaultValue = "cpu", description = "cpu (default) or cuda.")
  private String device;

  @Option(names = "--seconds", defaultValue = "15", description = "Time to measure. Default: 15.")
  private double seconds;

  @Override
  public Integer call() throws IOException, TrainException {
    RunConfig run = RunConfig.load(config);
    JsonObject changes = run.training().deepCopy();
    changes.addProperty("bytes", 1);
    if (batch != null) {
      changes.addProperty("sequences", batch);
    }
    if (length != null) {
      changes.addProperty("length", length);
    }
    if (micro != null) {
      changes.addProperty("micro", micro);
    }
    if (optimizer != null) {
      changes.addProperty("optimizer", optimizer);
    }
    if (precision != null) {
      changes.addProperty("precision", precision);
    }
    changes.addProperty("device", device);
    TrainSettings settings = TrainSettings.defaults().with(changes);
    Precision products = settings.torchPrecision();
    Device place = settings.torchDevice();
    TorchModel.start(threads);
    Speed speed =
        Speed.measure(
            run.model(), settings.cut(), products, settings.torchOptimizer(), place, seconds);
    FlatParameters flat = new FlatParameters(run.model());
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "| %s | %.2f M, %.2f M | %s | %d | %,.0f | %.0f | %.0f | %.0f %% | %,d MB |%n",
            config,
            flat.inputTable().offset() / 1e6,
            flat.parameters() / 1e6,
            products.name().toLowerCase(Locale.ROOT),
            threads,
            speed.symbolsPerSecond(),
            speed.flops() / 1e9,
            speed.peak() / 1e9,
            100 * speed.share(),
            peakMemory() / 1_000_000);
    return 0;
  }

  /** The process's greatest resident memory in bytes, as Linux tells it; 0 elsewhere. */
  private static long peakMemory() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(0);
  }
}
