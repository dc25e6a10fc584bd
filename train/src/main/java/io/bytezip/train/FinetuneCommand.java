package io.bytezip.train;

import com.google.gson.JsonObject;
import io.bytezip.engine.ModelConfig;
import io.bytezip.modelzoo.Catalogue;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bytezip finetune}: fits a finished model to files of one's own. */
@Command(
    name = "bytezip finetune",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    sortOptions = false,
    description = "Fits a model to files of one's own; the result is a model like any other.",
    footer = {
      "",
      "Example:",
      "  bytezip finetune --from bytezip-text-3 chats/2024 chats/2025 --out models/chats",
      "  bytezip compress --model models/chats/chats.safetensors chats/today.txt",
      "",
      "Writes to the output folder what bytezip train writes.",
      "Exit status: 0 done, 1 error, 2 wrong usage, 130 stopped."
    })
public final class FinetuneCommand implements Callable<Integer> {
  private static final String NAME = "bytezip finetune";
  private static final double MINUTES = 10;
  private static final int VALIDATIONS = 12;
  private static final int VALIDATION_SYMBOLS = 1 << 16;
  private static final int TOKENS = 8192;
  private static final int MICRO_TOKENS = 2048;

  @Parameters(paramLabel = "DATA", arity = "1..*", description = "Files, or folders of files.")
  private List<Path> data;

  @Option(
      names = "--from",
      paramLabel = "MODEL",
      required = true,
      description = "The model to begin with: its name, the path of its file, or its hash.")
  private String from;

  @Option(
      names = "--kind",
      defaultValue = "auto",
      description =
          "What the files are: text (their bytes, whatever they are), image or audio. Default:"
              + " auto, by each file's content, as far as the model knows pictures and"
              + " recordings.")
  private String kind;

  @Mixin private TrainingOptions options;

  private final String[] arguments;
  private final PrintStream err;

  private FinetuneCommand(PrintStream err, String... arguments) {
    this.err = err;
    this.arguments = arguments;
  }

  /** Runs the command and exits the process with its status. */
  public static void main(String[] args) {
    System.exit(execute(System.out, System.err, args));
  }

  /** Runs the command: 0 done, 1 error (told in one line), 2 wrong usage, 130 stopped. */
  static int execute(PrintStream out, PrintStream err, String... args) {
    return CommandShell.execute(NAME, new FinetuneCommand(err, args), out, err, args);
  }

  @Override
  public Integer call() throws IOException, TrainException {
    if (!options.modelChanges().isEmpty()) {
      throw new TrainException("fine-tuning keeps the model's shape; --set model.KEY has no use");
    }
    RunFolder folder = new RunFolder(options.out);
    if (!options.resume) {
      folder.requireFresh();
    }
    BaseModel base = BaseModel.load(Catalogue.standard(System.getenv()), from);
    ModelConfig config = base.file().config();
    Pack pack = pack(folder, config);
    TrainSettings settings = options.settings(defaults(config, pack));
    Export.Facts facts =
        new Export.Facts(
            options.name == null ? folder.name() : options.name,
            options.license == null ? base.license() : options.license,
            "Fine-tuned from %s.".formatted(base.origin()),
            Export.sources(pack, settings.mixture(pack)),
            CommandShell.commandLine(NAME, arguments));
    return new Run(NAME, folder, facts, config, settings, pack, base.values(), options.threads, err)
        .carryThrough(options.resume);
  }

  /** Ten minutes, in sequences that are long against the model's windows. */
  private JsonObject defaults(ModelConfig config, Pack pack) {
    int window = config.windows().stream().mapToInt(Integer::intValue).max().orElseThrow();
    int length = Math.clamp(4L * Integer.highestOneBit(window), 512, 4096);
    JsonObject settings = new JsonObject();
    settings.addProperty("length", length);
    settings.addProperty("sequences", TOKENS / length);
    settings.addProperty("micro", Math.max(1, MICRO_TOKENS / length));
    settings.addProperty("warmup", 20);
    settings.addProperty("validationSymbols", VALIDATION_SYMBOLS);
    // Few pictures or recordings leave none to hold out.
    boolean held =
        pack.modalities().stream().anyMatch(kind -> pack.symbols(kind, Split.VALIDATION) > 0);
    settings.addProperty("patience", held ? VALIDATIONS / 2 : 0);
    double minutes =
        options.minutes != null ? options.minutes : options.bytes == null ? MINUTES : 0;
    settings.addProperty("minutes", minutes);
    if (options.bytes == null) {
      settings.addProperty("validateMinutes", minutes / VALIDATIONS);
    } else {
      settings.addProperty("validateBytes", Math.max(1, options.bytes / VALIDATIONS));
    }
    return settings;
  }

  private Pack pack(RunFolder folder, ModelConfig config) throws IOException, TrainException {
    JsonObject budget = new JsonObject();
    // How files are packed does not depend on the budget, which is not known yet.
    budget.addProperty("bytes", 1);
    TrainSettings settings = options.settings(budget);
    FileKinds kinds = new FileKinds(config);
    List<Input> inputs = new ArrayList<>();
    for (Path path : data) {
      if (!Files.exists(path)) {
        throw new TrainException("no such file or folder: " + path);
      }
      if (kind.equals("auto")) {
        inputs.addAll(kinds.of(path));
      } else {
        inputs.add(Input.of(Modality.of(kind), Split.TRAIN, path));
      }
    }
    return new FolderPacks(
            folder.packs(), PackOptions.defaults(), line -> err.println(NAME + ": " + line))
        .open(inputs, settings.reading());
  }
}
