package io.bytezip.train;

import com.google.gson.JsonObject;
import io.bytezip.engine.ModelConfig;
import io.bytezip.modelzoo.ModelCard.DataSource;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bytezip train}: trains a model on folders of files. */
@Command(
    name = "bytezip train",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Trains a model on folders of text, pictures and recordings.",
    footer = {
      "",
      "Example:",
      "  bytezip train --config text --data text=books --minutes 30 --out models/mine",
      "",
      "Writes to the output folder: NAME.safetensors, NAME.json, NAME.md (model card),",
      "log.jsonl and checkpoint.bin (for --resume). Exit status: 0 done, 1 error, 2 wrong usage."
    })
public final class TrainCommand implements Callable<Integer> {
  private static final int STOPPED = 130;
  private static final long STOP_SECONDS = 60;

  @Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      required = true,
      description = "JSON file, or a built-in configuration: text, image, audio, all, vanilla.")
  private String config;

  @Option(
      names = "--data",
      paramLabel = "KIND=DIR",
      required = true,
      description = "Folder with text, image or audio files; once for each kind.")
  private Map<String, Path> data;

  @Option(
      names = "--weights",
      paramLabel = "KIND:N,...",
      description =
          "Share of each kind of data, for instance text:2,image:1,audio:0. Default: equal.")
  private String weights;

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "Output folder.")
  private Path out;

  @Option(names = "--name", description = "The model's name. Default: the output folder's.")
  private String name;

  @Option(
      names = "--layout",
      paramLabel = "bytes",
      description = "See pictures and recordings as raw bytes.")
  private String layout;

  @Option(names = "--minutes", description = "Training time; the schedule follows the clock.")
  private Double minutes;

  @Option(names = "--bytes", description = "Bytes to train on; reproducible.")
  private Long bytes;

  @Option(names = "--batch", paramLabel = "N", description = "Sequences of a batch.")
  private Integer batch;

  @Option(names = "--length", paramLabel = "N", description = "Bytes of a sequence.")
  private Integer length;

  @Option(
      names = "--micro",
      paramLabel = "N",
      description = "Sequences computed at once; divides --batch.")
  private Integer micro;

  @Option(names = "--lr", description = "Peak learning rate.")
  private Double rate;

  @Option(names = "--seed", description = "Seed of initial values, file order and windows.")
  private Long seed;

  @Option(names = "--precision", description = "auto, bf16 or f32.")
  private String precision;

  @Option(
      names = "--max-bytes",
      paramLabel = "N",
      description = "Most decoded bytes of each kind that are read.")
  private Long maxBytes;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads of libtorch. Default: 1.")
  private int threads;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description = "Keeps prepared pictures and recordings here for later runs.")
  private Path cache;

  @Option(names = "--prepare-only", description = "Reads the data (into --cache) and stops.")
  private boolean prepareOnly;

  @Option(names = "--resume", description = "Goes on from the output folder's checkpoint.")
  private boolean resume;

  @Option(
      names = "--sources",
      paramLabel = "FILE",
      description = "Markdown table of data sources and licences for the model card.")
  private Path sources;

  @Option(
      names = "--license",
      defaultValue = "apache-2.0",
      description = "The weights' licence. Default: apache-2.0.")
  private String license;

  @Option(
      names = "--export-step",
      paramLabel = "DIR",
      description = "Writes what train/python needs to train without Java, and stops.")
  private Path exportStep;

  private String[] arguments = {};
  private PrintStream err = System.err;

  /** Runs the command and exits the process with its status. */
  public static void main(String[] args) {
    System.exit(execute(System.err, args));
  }

  /** Runs the command: 0 done, 1 error (told in one line), 2 wrong usage. */
  static int execute(PrintStream err, String... args) {
    TrainCommand command = new TrainCommand();
    command.arguments = args;
    command.err = err;
    CommandLine line = new CommandLine(command);
    line.setErr(new PrintWriter(err, true, err.charset()));
    line.setExecutionExceptionHandler(
        (exception, commandLine, parsed) -> {
          commandLine.getErr().println("bytezip train: " + line(exception));
          if (!(exception instanceof TrainException || exception instanceof IOException)) {
            exception.printStackTrace(commandLine.getErr());
          }
          return 1;
        });
    return line.execute(args);
  }

  /**
   * The command for the model card: of absolute paths only the last name, since the rest is the
   * trainer's own business.
   */
  static String commandLine(String... arguments) {
    StringBuilder line = new StringBuilder("bytezip train");
    for (String argument : arguments) {
      line.append(' ').append(argument.replaceFirst("(^|=)/(?:.*/)?([^/]+)/*$", "$1$2"));
    }
    return line.toString();
  }

  private static String line(Exception exception) {
    String message = exception.getMessage();
    if (message == null) {
      return exception.toString();
    }
    return exception instanceof NoSuchFileException ? "no such file: " + message : message.strip();
  }

  @Override
  public Integer call() throws IOException, TrainException {
    RunConfig run = RunConfig.load(config);
    TrainSettings settings = settings(run);
    String modelName =
        name == null ? out.toAbsolutePath().normalize().getFileName().toString() : name;
    if (exportStep != null) {
      exportStep(run.model(), settings, modelName);
      return 0;
    }
    List<DataSource> cardSources = sources == null ? List.of() : Export.sources(sources);
    if (!resume && !prepareOnly && Files.exists(out.resolve("checkpoint.bin"))) {
      throw new TrainException(
          out + " holds a run already; go on with --resume or name another folder");
    }
    Map<Modality, TrainData> loaded = load(settings, run.model());
    if (prepareOnly) {
      return 0;
    }
    Files.createDirectories(out);
    TorchModel.start(threads);
    try (BufferedWriter log =
            Files.newBufferedWriter(
                out.resolve("log.jsonl"), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Display display = new Display(err, log);
        Trainer trainer = new Trainer(run.model(), settings, loaded, out, display)) {
      if (resume) {
        trainer.resume();
      }
      err.printf(
          Locale.ROOT,
          "%s: %,d parameters, %s%n",
          modelName,
          trainer.flat().parameters(),
          settings.torchPrecision());
      if (!run(trainer)) {
        err.println("bytezip train: stopped; the same command with --resume goes on");
        return STOPPED;
      }
      Export.write(
          out,
          new Export.Facts(modelName, license, cardSources, commandLine(arguments)),
          run.model(),
          trainer.flat(),
          trainer.values(),
          trainer.steps(),
          trainer.symbols(),
          trainer.lastValidation());
    }
    return 0;
  }

  /**
   * Runs, and stops in an orderly way on Ctrl-C: libtorch crashes when the process ends during a
   * step, and the checkpoint would be up to a minute old.
   */
  private static boolean run(Trainer trainer) throws IOException {
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              trainer.stop();
              try {
                ended.await(STOP_SECONDS, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return trainer.run();
    } finally {
      ended.countDown();
    }
  }

  private void exportStep(ModelConfig model, TrainSettings settings, String modelName)
      throws IOException {
    FlatParameters flat = new FlatParameters(model);
    int inputs = new BatchBuilder(model, flat).inputs();
    new StepExport(model, flat, settings, inputs)
        .write(exportStep, modelName, license, flat.initial(settings.seed()));
  }

  private TrainSettings settings(RunConfig run) throws TrainException {
    JsonObject changes = run.training().deepCopy();
    put(changes, "minutes", minutes);
    put(changes, "bytes", bytes);
    put(changes, "sequences", batch);
    put(changes, "length", length);
    put(changes, "micro", micro);
    put(changes, "rate", rate);
    put(changes, "seed", seed);
    put(changes, "maxBytes", maxBytes);
    if (precision != null) {
      changes.addProperty("precision", precision);
    }
    if (layout != null) {
      if (!layout.equals("bytes")) {
        throw new ParameterException(spec.commandLine(), "--layout takes only \"bytes\"");
      }
      changes.addProperty("raw", true);
    }
    if (weights != null) {
      changes.add("weights", weights());
    }
    return TrainSettings.defaults().with(changes);
  }

  private static void put(JsonObject target, String key, Number value) {
    if (value != null) {
      target.addProperty(key, value);
    }
  }

  private JsonObject weights() {
    JsonObject parsed = new JsonObject();
    for (String part : weights.split(",", -1)) {
      String[] pair = part.split(":", -1);
      try {
        parsed.addProperty(pair[0], Double.valueOf(pair[1]));
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
        throw new ParameterException(
            spec.commandLine(),
            "--weights is written like text:2,image:1,audio:0, not \"" + weights + "\"",
            e);
      }
    }
    return parsed;
  }

  private Map<Modality, TrainData> load(TrainSettings settings, ModelConfig model)
      throws IOException, TrainException {
    Map<Modality, TrainData> loaded = new EnumMap<>(Modality.class);
    TrainData.Reading reading =
        new TrainData.Reading(
            settings.raw(), settings.maxBytes(), settings.seed(), settings.caps());
    for (Map.Entry<String, Path> entry : data.entrySet()) {
      Modality modality = Modality.of(entry.getKey());
      if (settings.weight(modality) > 0) {
        TrainData read =
            TrainData.load(
                modality,
                entry.getValue(),
                reading,
                cache,
                line -> err.println("bytezip train: " + line));
        requireLayouts(read, model);
        loaded.put(modality, read);
      }
    }
    if (loaded.isEmpty()) {
      throw new TrainException("no data with a weight above 0");
    }
    return loaded;
  }

  private static void requireLayouts(TrainData data, ModelConfig model) throws TrainException {
    for (Track track : data.training()) {
      if (model.layouts().stream().noneMatch(layout -> layout.id().equals(track.layout()))) {
        throw new TrainException(
            "the model does not read the layout \""
                + track.layout()
                + "\"; add it, or use --layout bytes");
      }
    }
  }

  /** Progress bar on a terminal, and the log. */
  private static final class Display implements Trainer.Listener, AutoCloseable {
    private static final int PARTS = 1000;

    private final PrintStream err;
    private final BufferedWriter log;
    private final ProgressBar bar;

    Display(PrintStream err, BufferedWriter log) {
      this.err = err;
      this.log = log;
      // The launcher knows: it reads the streams' kinds before it puts pipes between.
      boolean terminal = System.getProperty("bytezip.terminals", "").contains("2");
      bar =
          terminal
              ? new ProgressBarBuilder()
                  .setTaskName("train")
                  .setInitialMax(PARTS)
                  .setStyle(ProgressBarStyle.ASCII)
                  .setMaxRenderedLength(Integer.getInteger("bytezip.columns", 80))
                  .setConsumer(new ConsoleProgressBarConsumer(err))
                  .build()
              : null;
    }

    @Override
    public void step(long symbols, double progress, double bits, double symbolsPerSecond) {
      if (bar != null) {
        bar.stepTo((long) (PARTS * progress));
        bar.setExtraMessage(
            String.format(
                Locale.ROOT,
                " %.1f MB, %.3f bits, %.1f kB/s",
                symbols / 1e6,
                bits,
                symbolsPerSecond / 1e3));
      }
    }

    @Override
    public void log(JsonObject event) throws IOException {
      log.write(event.toString());
      log.newLine();
      log.flush();
      if (bar == null) {
        err.println(event);
      }
    }

    @Override
    public void close() {
      if (bar != null) {
        bar.close();
      }
    }
  }
}
