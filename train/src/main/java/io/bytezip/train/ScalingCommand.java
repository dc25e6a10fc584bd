package io.bytezip.train;

import com.google.errorprone.annotations.FormatMethod;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.bytezip.train.PowerLaw.Point;
import io.bytezip.train.data.Modality;
import io.bytezip.train.data.TrainException;
import io.bytezip.train.data.VersionLine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bytezip scaling}: finished runs against their compute, and what more of it promises. */
@Command(
    name = "bytezip scaling",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    sortOptions = false,
    description = "Finished training runs against their compute, and what more of it would give.",
    footer = {
      "",
      "Examples:",
      "  bytezip scaling runs/text-*",
      "  bytezip scaling --kind image --plot scaling.png runs/image-*",
      "",
      "The table, and the law that fits four runs or more, go to standard output.",
      "Exit status: 0 done, 1 error, 2 wrong usage."
    })
public final class ScalingCommand implements Callable<Integer> {
  private static final String NAME = "bytezip scaling";
  private static final String ALL = "bits";
  private static final JsonPrimitive END = new JsonPrimitive("end");

  @Spec private CommandLine.Model.CommandSpec spec;

  @Parameters(
      paramLabel = "RUN",
      arity = "1..*",
      description = "Output folders of bytezip train, or their log files.")
  private List<Path> runs;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      defaultValue = ALL,
      description =
          "text, image or audio: held-out data of that kind. Default: the mean by weight.")
  private String kind;

  @Option(
      names = "--times",
      paramLabel = "N",
      defaultValue = "10",
      description = "Predict for so many times the greatest compute. Default: 10.")
  private double times;

  @Option(names = "--plot", paramLabel = "FILE.png", description = "Draws runs and law.")
  private Path plot;

  private final PrintStream out;

  private ScalingCommand(PrintStream out) {
    this.out = out;
  }

  /** Runs the command and exits the process with its status. */
  public static void main(String[] args) {
    System.exit(execute(System.out, System.err, args));
  }

  /** Runs the command: 0 done, 1 error (told in one line), 2 wrong usage. */
  static int execute(PrintStream out, PrintStream err, String... args) {
    return CommandShell.execute(NAME, new ScalingCommand(out), out, err, args);
  }

  /** What a finished run came to. */
  private record Finished(String name, double bytes, double seconds, Point point) {}

  @Override
  public Integer call() throws IOException, TrainException {
    if (!(times > 1 && times <= 1e6)) {
      throw new ParameterException(spec.commandLine(), "--times is above 1, at most 1000000");
    }
    if (!kind.equals(ALL)
        && Arrays.stream(Modality.values()).noneMatch(m -> m.toString().equals(kind))) {
      throw new ParameterException(spec.commandLine(), "--kind is text, image or audio");
    }
    List<Finished> finished = new ArrayList<>();
    for (Path run : runs) {
      finished.add(read(run));
    }
    finished.sort((a, b) -> Double.compare(a.point().flop(), b.point().flop()));
    out.println("| run | MB | FLOP | hours | bits a byte |");
    out.println("|---|---:|---:|---:|---:|");
    for (Finished run : finished) {
      print(
          "| %s | %.1f | %.2e | %.2f | %.4f |",
          run.name(),
          run.bytes() / 1e6,
          run.point().flop(),
          run.seconds() / 3600,
          run.point().bits());
    }
    double flop = finished.stream().mapToDouble(run -> run.point().flop()).sum();
    double hours = finished.stream().mapToDouble(Finished::seconds).sum() / 3600;
    out.println();
    print("In all %.2e FLOP in %.2f hours.", flop, hours);
    List<Point> points = finished.stream().map(Finished::point).toList();
    PowerLaw law = law(points);
    if (law != null) {
      double most = points.get(points.size() - 1).flop();
      print(
          "bits = %.3f + %.3g x FLOP^-%.3f (root mean square error %.4f bits)",
          law.floor(), law.factor(), law.exponent(), law.error(points));
      print(
          "With %s times the greatest compute, %.2e FLOP: %.3f bits a byte.",
          times == Math.rint(times) ? String.valueOf((long) times) : String.valueOf(times),
          times * most,
          law.bits(times * most));
    }
    if (plot != null) {
      draw(points, law);
    }
    return 0;
  }

  private void draw(List<Point> points, PowerLaw law) throws IOException {
    try {
      ScalingPlot.draw(points, law, times, plot);
    } catch (LinkageError | InternalError e) {
      // A Java without graphics or fonts.
      throw new IOException("cannot draw " + plot + " here: " + e, e);
    }
  }

  private PowerLaw law(List<Point> points) {
    try {
      return PowerLaw.fit(points);
    } catch (TrainException e) {
      out.println("No law: " + e.getMessage() + ".");
      return null;
    }
  }

  @FormatMethod
  private void print(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }

  private Finished read(Path run) throws IOException, TrainException {
    Path file = Files.isDirectory(run) ? new RunFolder(run).log() : run;
    if (!Files.exists(file)) {
      throw new TrainException("no log of a run: " + file);
    }
    JsonObject end = null;
    for (JsonObject event : RunLog.read(file)) {
      if (event.get("event").equals(END)) {
        end = event;
      }
    }
    if (end == null) {
      throw new TrainException("not a finished run: " + file);
    }
    Path name = Files.isDirectory(run) ? run.toRealPath().getFileName() : run.getFileName();
    return new Finished(
        name.toString().replaceFirst("\\.jsonl$", ""),
        number(end, "bytes", file),
        number(end, "seconds", file),
        new Point(number(end, "flop", file), number(end, kind, file)));
  }

  private static double number(JsonObject end, String key, Path file) throws TrainException {
    JsonElement value = end.get(key);
    if (value == null || !value.isJsonPrimitive() || !value.getAsJsonPrimitive().isNumber()) {
      throw new TrainException("the end of " + file + " has no \"" + key + "\"");
    }
    double number = value.getAsDouble();
    if (!(number > 0) || Double.isInfinite(number)) {
      throw new TrainException("the end of " + file + " has an odd \"" + key + "\": " + number);
    }
    return number;
  }
}
