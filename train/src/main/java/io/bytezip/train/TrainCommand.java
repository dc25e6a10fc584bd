package io.bytezip.train;

import com.google.gson.JsonObject;
import io.bytezip.engine.ModelConfig;
import io.bytezip.modelzoo.Catalogue;
import io.bytezip.modelzoo.ModelCard.DataSource;
import io.bytezip.train.data.FolderPacks;
import io.bytezip.train.data.FolderPacks.Input;
import io.bytezip.train.data.Modality;
import io.bytezip.train.data.Pack;
import io.bytezip.train.data.PackOptions;
import io.bytezip.train.data.Split;
import io.bytezip.train.data.TrainException;
import io.bytezip.train.data.VersionLine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bytezip train}: trains a model on a pack, or on folders of files. */
@Command(
    name = "bytezip train",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    sortOptions = false,
    description = "Trains a model on text, pictures and recordings: a pack, or folders.",
    footer = {
      "",
      "Examples:",
      "  bytezip train --config text --data text=books --minutes 30 --out models/mine",
      "  bytezip data pack recipe.yaml --root data --out packs/all",
      "  bytezip train --config all --pack packs/all --bytes 200000000 --out models/all",
      "  bytezip train --config text --measure      (how fast; --measure --help)",
      "",
      "Writes to the output folder: NAME.safetensors, NAME.json, NAME.md (model card),",
      "log.jsonl, loss.png and checkpoint.bin (for --resume).",
      "Exit status: 0 done, 1 error, 2 wrong usage, 130 stopped."
    })
public final class TrainCommand implements Callable<Integer> {
  private static final String NAME = "bytezip train";
  private static final double MOST_FLOP = 1e24;

  @Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      required = true,
      description =
          "JSON file, or a built-in configuration: text, text-small, text-wide, image, audio, all,"
              + " vanilla.")
  private String config;

  @Option(
      names = "--pack",
      paramLabel = "DIR",
      description = "A pack of training data, made by bytezip data pack.")
  private Path pack;

  @Option(
      names = "--data",
      paramLabel = "KIND=DIR",
      description = "Instead of a pack: a folder with text, image or audio files of each kind.")
  private Map<String, Path> data = new LinkedHashMap<>();

  @Option(
      names = "--ood",
      paramLabel = "KIND=DIR",
      description = "A folder with files of other origin, to measure on while training.")
  private Map<String, Path> ood = new LinkedHashMap<>();

  @Option(
      names = "--weights",
      paramLabel = "KIND:N,...",
      description =
          "Share of each kind of data, for instance text:2,image:1,audio:0. Default: the"
              + " configuration's, else the pack's; of folders equal.")
  private String weights;

  @Option(
      names = "--warm-start",
      paramLabel = "MODEL",
      description =
          "Tensors of the same name, shape and meaning begin as those of this model: a name, the"
              + " path of a file, or a hash.")
  private String warmStart;

  @Mixin private TrainingOptions options;

  @Option(
      names = "--flop",
      paramLabel = "N",
      description =
          "Instead of --bytes: operations to train with, for instance 2e13, so that models of"
              + " different shape get equal compute.")
  private Double flop;

  @Option(
      names = "--layout",
      paramLabel = "bytes",
      description = "See pictures and recordings in folders as raw bytes.")
  private String layout;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description = "Keeps packs made from folders here for later runs. Default: OUT/pack.")
  private Path cache;

  @Option(names = "--prepare-only", description = "Packs the folders and stops.")
  private boolean prepareOnly;

  @Option(
      names = "--sources",
      paramLabel = "FILE",
      description = "Markdown table of data sources and licences for the model card.")
  private Path sources;

  @Option(
      names = "--export-step",
      paramLabel = "DIR",
      description = "Writes what train/python needs to train this without Java, and stops.")
  private Path exportStep;

  private final String[] arguments;
  private final PrintStream err;

  TrainCommand() {
    this(System.err);
  }

  private TrainCommand(PrintStream err, String... arguments) {
    this.err = err;
    this.arguments = arguments;
  }

  /** Runs the command and exits the process with its status. */
  public static void main(String[] args) {
    System.exit(execute(System.out, System.err, args));
  }

  /** Runs the command: 0 done, 1 error (told in one line), 2 wrong usage, 130 stopped. */
  static int execute(PrintStream out, PrintStream err, String... args) {
    if (List.of(args).contains(MeasureCommand.OPTION)) {
      String[] rest =
          Arrays.stream(args).filter(a -> !a.equals(MeasureCommand.OPTION)).toArray(String[]::new);
      return CommandShell.execute(NAME, new MeasureCommand(), out, err, rest);
    }
    return CommandShell.execute(NAME, new TrainCommand(err, args), out, err, args);
  }

  @Override
  public Integer call() throws IOException, TrainException {
    if (exportStep == null && (pack == null) == data.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "either --pack or --data is needed");
    }
    if (exportStep != null && warmStart != null) {
      throw new ParameterException(
          spec.commandLine(), "--warm-start does not go with --export-step, which writes no run");
    }
    RunConfig run = RunConfig.load(config, options.modelChanges());
    TrainSettings settings = settings(run);
    if (exportStep != null && settings.finishes()) {
      throw new ParameterException(
          spec.commandLine(),
          "average, keep, temper and int8 do not go with --export-step: Java does them");
    }
    if (settings.keep() > 0 && warmStart == null) {
      throw new ParameterException(
          spec.commandLine(), "keep needs --warm-start, with --resume, too");
    }
    RunFolder folder = new RunFolder(options.out);
    String name = options.name == null ? folder.name() : options.name;
    if (exportStep != null) {
      new StepExport(run.model(), settings).write(exportStep, name, license(null));
      return 0;
    }
    List<DataSource> table = sources == null ? null : Export.sources(sources);
    if (!options.resume && !prepareOnly) {
      folder.requireFresh();
    }
    BaseModel base =
        warmStart == null ? null : BaseModel.load(Catalogue.standard(System.getenv()), warmStart);
    Pack packed = packed(settings, folder);
    if (prepareOnly) {
      return 0;
    }
    Map<Modality, Double> mixture = settings.mixture(packed);
    Export.Facts facts =
        new Export.Facts(
            name,
            license(base),
            base == null ? "" : "Begun with tensors of %s.".formatted(base.origin()),
            table == null ? Export.sources(packed, mixture) : table,
            CommandShell.commandLine(NAME, arguments));
    float[] start = base == null ? null : start(base, run.model(), settings);
    return new Run(NAME, folder, facts, run.model(), settings, packed, start, options.threads, err)
        .carryThrough(options.resume);
  }

  private String license(BaseModel base) {
    if (options.license != null) {
      return options.license;
    }
    return base == null ? BaseModel.DEFAULT_LICENSE : base.license();
  }

  private float[] start(BaseModel base, ModelConfig model, TrainSettings settings)
      throws TrainException {
    FlatParameters flat = new FlatParameters(model);
    float[] values = flat.initial(settings.seed());
    int common = base.warm(model, flat, values);
    int all = flat.slices().size();
    if (settings.keep() > 0 && common < all) {
      throw new TrainException(
          "keep takes a model of the same shape to begin with; %s has %d of %d tensors"
              .formatted(base.file().name(), common, all));
    }
    if (!options.resume) {
      err.printf(
          "%s: %d of %d tensors begin as those of %s%n", NAME, common, all, base.file().name());
    }
    return values;
  }

  private Pack packed(TrainSettings settings, RunFolder folder) throws IOException, TrainException {
    if (pack != null) {
      if (!ood.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(), "--ood goes with --data; a pack's recipe names its own");
      }
      return Pack.open(pack);
    }
    List<Input> inputs = new ArrayList<>();
    add(inputs, data, Split.TRAIN, settings);
    if (inputs.isEmpty()) {
      throw new TrainException("no data with a weight above 0");
    }
    add(inputs, ood, Split.OOD, settings);
    return new FolderPacks(
            cache == null ? folder.packs() : cache,
            PackOptions.defaults(),
            line -> err.println(NAME + ": " + line))
        .open(inputs, settings.reading());
  }

  private static void add(
      List<Input> inputs, Map<String, Path> folders, Split split, TrainSettings settings)
      throws IOException, TrainException {
    for (Map.Entry<String, Path> entry : folders.entrySet()) {
      Modality modality = Modality.of(entry.getKey());
      Map<String, Double> weights = settings.weights();
      boolean wanted = weights.isEmpty() || weights.getOrDefault(entry.getKey(), 0.0) > 0;
      if (split == Split.OOD || wanted) {
        inputs.add(Input.of(modality, split, entry.getValue()));
      }
    }
  }

  private TrainSettings settings(RunConfig run) throws TrainException {
    JsonObject training = training(run);
    if (flop == null) {
      return options.settings(training);
    }
    if (options.bytes != null
        || options.set.containsKey("bytes")
        || !(flop >= 1 && flop <= MOST_FLOP)) {
      throw new ParameterException(
          spec.commandLine(),
          "--flop is a number of operations, 1 to %.0e, and goes without --bytes"
              .formatted(MOST_FLOP));
    }
    training.addProperty("bytes", 1);
    TrainSettings settings = options.settings(training);
    double cost = StepCost.of(run.model(), settings.length()).total();
    JsonObject budget = new JsonObject();
    budget.addProperty("bytes", (long) Math.ceil(flop / cost));
    return settings.with(budget);
  }

  private JsonObject training(RunConfig run) {
    JsonObject training = run.training().deepCopy();
    if (layout != null) {
      if (!layout.equals("bytes")) {
        throw new ParameterException(spec.commandLine(), "--layout takes only \"bytes\"");
      }
      training.addProperty("raw", true);
    }
    if (weights != null) {
      training.add("weights", weights());
    }
    return training;
  }

  private JsonObject weights() {
    JsonObject parsed = new JsonObject();
    for (String part : weights.split(",", -1)) {
      String[] pair = part.split(":", -1);
      try {
        if (pair.length != 2) {
          throw new NumberFormatException();
        }
        parsed.addProperty(pair[0], Double.valueOf(pair[1]));
      } catch (NumberFormatException e) {
        throw new ParameterException(
            spec.commandLine(),
            "--weights is written like text:2,image:1,audio:0, not \"" + weights + "\"",
            e);
      }
    }
    return parsed;
  }
}
