package io.bytezip.cli;

import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

/** The {@code bytezip} program. */
public final class Main {
  private static final List<String> COMMANDS =
      List.of(
          "compress",
          "decompress",
          "test",
          "list",
          "extract",
          "inspect",
          "heatmap",
          "models",
          "eval",
          "context",
          "transfer",
          "tune",
          "data",
          "train",
          "finetune",
          "sweep",
          "scaling");

  private static final Set<String> HELP = Set.of("-h", "--help");

  private Main() {}

  /** Runs the program and ends the process with its exit code. */
  public static void main(String[] arguments) {
    TemporaryFiles temporaries = new TemporaryFiles();
    Runtime.getRuntime().addShutdownHook(new Thread(temporaries::deleteAll, "cleanup"));
    System.exit(run(Host.system(temporaries), arguments).code());
  }

  /** Runs one command line. */
  static ExitCode run(Host host, String... arguments) {
    String first = arguments.length == 0 ? "" : arguments[0];
    try {
      if (arguments.length == 0 && host.terminals().in()) {
        commandLine(host, COMMANDS).usage(writer(host.err()));
        return ExitCode.USAGE;
      }
      // Only the command at hand is set up: the others would cost start-up time, and after options
      // such a name is a file's.
      boolean help = Arrays.stream(arguments).anyMatch(HELP::contains);
      List<String> commands =
          COMMANDS.contains(first) ? List.of(first) : help ? COMMANDS : List.of();
      return execute(commandLine(host, commands), host, arguments);
    } catch (RuntimeException | Error e) {
      Reporter reporter = new Reporter(host, false);
      reporter.fail("", e);
      return reporter.worst();
    }
  }

  private static ExitCode execute(CommandLine line, Host host, String... arguments) {
    ExitCode[] result = {ExitCode.DONE};
    line.setParameterExceptionHandler(
        (e, _) -> {
          result[0] = usage(host, e.getMessage());
          return result[0].code();
        });
    line.setExecutionExceptionHandler(
        (e, _, _) -> {
          if (e instanceof UsageException) {
            result[0] = usage(host, e.getMessage());
          } else {
            Reporter reporter = new Reporter(host, false);
            reporter.fail("", e);
            result[0] = reporter.worst();
          }
          return result[0].code();
        });
    line.setExecutionStrategy(
        parsed -> {
          int code = new CommandLine.RunLast().execute(parsed);
          CommandLine last = parsed.asCommandLineList().getLast();
          if (last.getExecutionResult() instanceof ExitCode exit) {
            result[0] = exit;
          }
          return code;
        });
    line.execute(arguments);
    return result[0];
  }

  private static ExitCode usage(Host host, String message) {
    Failure failure =
        new Failure(
            ExitCode.USAGE, message.lines().findFirst().orElse("") + " (see bytezip --help)");
    Reporter reporter = new Reporter(host, false);
    reporter.fail("", failure);
    return failure.code();
  }

  private static CommandLine commandLine(Host host, List<String> commands) {
    CommandLine root = prepare(new CommandLine(new BytezipCommand(host)));
    for (String command : commands) {
      Object object = command(host, command);
      CommandLine line = prepare(new CommandLine(object));
      if (object instanceof LaunchedCommand launched) {
        line.getCommandSpec().usageMessage().description(launched.description());
      }
      if (object instanceof ModelsCommand) {
        line.addSubcommand("pull", prepare(new CommandLine(new PullCommand(host))));
      }
      root.addSubcommand(command, line);
    }
    root.setOut(writer(host.out()));
    root.setErr(writer(host.err()));
    root.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    root.setUsageHelpAutoWidth(false);
    root.setUsageHelpWidth(Math.max(80, host.terminals().columns()));
    return root;
  }

  private static Object command(Host host, String name) {
    return switch (name) {
      case "compress" -> new CompressCommand(host);
      case "decompress" -> new DecompressCommand(host);
      case "test" -> new TestCommand(host);
      case "list" -> new ListCommand(host);
      case "extract" -> new ExtractCommand(host);
      case "inspect" -> new InspectCommand(host);
      case "heatmap" -> new HeatmapCommand(host);
      case "models" -> new ModelsCommand(host);
      case "eval" -> new EvalCommand(host);
      case "context" -> new ContextCommand(host);
      case "transfer" -> new TransferCommand(host);
      case "tune" -> new TuneCommand(host);
      case "data", "train", "finetune", "sweep", "scaling" -> new LaunchedCommand(name);
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** What every command has. */
  private static CommandLine prepare(CommandLine line) {
    line.addMixin("standard", new StandardOptions());
    line.getCommandSpec().versionProvider(Main::version);
    line.getCommandSpec().usageMessage().sortOptions(false);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    // The last of several counts, as with gzip, xz and zstd.
    line.setOverwrittenOptionsAllowed(true);
    // A file may be called @file.
    line.setExpandAtFiles(false);
    return line;
  }

  private static String[] version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return new String[] {"bytezip " + (version == null ? "(development)" : version)};
  }

  private static PrintWriter writer(OutputStream out) {
    return new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true);
  }

  /** Help and version. */
  static final class StandardOptions {
    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help.")
    boolean help;

    @Option(
        names = {"-V", "--version"},
        versionHelp = true,
        description = "Show the version.")
    boolean version;
  }
}
