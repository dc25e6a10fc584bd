package io.bytezip.train.data;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bytezip data}: makes and checks packs of training data. */
@Command(
    name = "bytezip data",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    sortOptions = false,
    description = "Makes packs of training data, and checks and lists them.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Example:",
      "  bytezip data pack train/recipes/text.yaml --root data --out packs/text",
      "",
      "Exit status: 0 done, 1 error, 2 wrong usage."
    })
public final class DataCommand implements Runnable {
  @Spec private CommandSpec spec;

  private DataCommand() {}

  /** Runs the command and exits the process with its status. */
  public static void main(String[] args) {
    System.exit(execute(System.out, System.err, args));
  }

  /** Runs the command: 0 done, 1 error (told in one line), 2 wrong usage. */
  static int execute(PrintStream out, PrintStream err, String... args) {
    CommandLine line = new CommandLine(new DataCommand());
    line.addSubcommand(new PackCommand()).addSubcommand(new VerifyCommand());
    line.addSubcommand(new ListCommand());
    line.setOut(new PrintWriter(out, true, out.charset()));
    line.setErr(new PrintWriter(err, true, err.charset()));
    line.setExecutionExceptionHandler(
        (exception, command, parsed) -> {
          command.getErr().println("bytezip data: " + ErrorLine.of(exception));
          if (!ErrorLine.isEnough(exception)) {
            exception.printStackTrace(command.getErr());
          }
          return 1;
        });
    return line.execute(args);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "missing command");
  }

  /** {@code bytezip data pack}. */
  @Command(
      name = "pack",
      mixinStandardHelpOptions = true,
      versionProvider = VersionLine.class,
      sortOptions = false,
      description = "Makes a pack: decodes the recipe's files and runs their layouts.")
  private static final class PackCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "RECIPE", description = "YAML file; see train/recipes.")
    private Path recipe;

    @Option(
        names = "--root",
        paramLabel = "DIR",
        required = true,
        description = "Folder that the recipe's paths start from.")
    private Path root;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "The new pack.")
    private Path out;

    @Option(names = "--xz", description = "Compress the shards, for carrying.")
    private boolean xz;

    @Option(names = "--strict", description = "A file that cannot be read is an error.")
    private boolean strict;

    @Option(
        names = "--max-bytes",
        paramLabel = "KIND=N",
        split = ",",
        description = "Most decoded bytes of a kind, for instance image=40000000.")
    private Map<String, Long> maxBytes = Map.of();

    @Option(
        names = "--threads",
        paramLabel = "N",
        defaultValue = "1",
        description = "Threads that decode; the pack is the same. Default: 1.")
    private int threads;

    @Override
    public Integer call() throws IOException, TrainException {
      Map<Modality, Long> limits = new EnumMap<>(Modality.class);
      for (Map.Entry<String, Long> limit : maxBytes.entrySet()) {
        limits.put(Modality.of(limit.getKey()), limit.getValue());
      }
      if (threads < 1) {
        throw new TrainException("--threads must be at least 1");
      }
      PrintWriter err = spec.commandLine().getErr();
      Pack pack =
          Packer.pack(
              RecipeReader.read(recipe).withMaxBytes(limits),
              root,
              out,
              new PackOptions(xz, strict, threads),
              note -> err.println("bytezip data: " + note));
      print(pack, spec.commandLine().getOut());
      return 0;
    }
  }

  /** {@code bytezip data verify}. */
  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      versionProvider = VersionLine.class,
      description = "Reads every shard of a pack and checks it.")
  private static final class VerifyCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "PACK", description = "Folder of a pack.")
    private Path folder;

    @Override
    public Integer call() throws IOException, TrainException {
      Pack pack = Pack.open(folder);
      List<String> problems = pack.verify();
      problems.forEach(problem -> spec.commandLine().getErr().println("bytezip data: " + problem));
      if (problems.isEmpty()) {
        spec.commandLine().getOut().println("all shards are sound: " + pack.info().shards().size());
      }
      return problems.isEmpty() ? 0 : 1;
    }
  }

  /** {@code bytezip data list}. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      versionProvider = VersionLine.class,
      description = "Lists the sources and the shards of a pack.")
  private static final class ListCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "PACK", description = "Folder of a pack.")
    private Path folder;

    @Override
    public Integer call() throws IOException, TrainException {
      Pack pack = Pack.open(folder);
      PrintWriter to = spec.commandLine().getOut();
      for (PackInfo.SourceInfo source : pack.info().sources()) {
        to.printf(
            Locale.ROOT,
            "%-5s %-10s %-8s %,13d bytes %,7d files  %s (%s)%n",
            source.modality(),
            source.split(),
            source.layout(),
            source.decodedBytes(),
            source.files(),
            source.name(),
            source.licence());
      }
      print(pack, to);
      return 0;
    }
  }

  /** The size of each kind and split. */
  private static void print(Pack pack, PrintWriter to) {
    for (Modality modality : Modality.values()) {
      for (Split split : Split.values()) {
        List<ShardInfo> shards = pack.shards(modality, split);
        if (!shards.isEmpty()) {
          to.printf(
              Locale.ROOT,
              "%-5s %-10s %,13d symbols in %,d shards, %,d bytes%n",
              modality,
              split,
              pack.symbols(modality, split),
              shards.size(),
              shards.stream().mapToLong(ShardInfo::bytes).sum());
        }
      }
    }
    to.flush();
  }
}
