package io.bytezip.eval;

import io.bytezip.modalities.Modality;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Programs on the user's machine, each run on a temporary copy of the evaluated bytes; with one
 * thread, as far as they have that choice.
 */
final class Programs {
  private static final String INPUT = "{in}";
  private static final String OUTPUT = "{out}";
  private static final String ORIGINAL = "{original}";

  /** What this program's files are called, which have 8 bits a sample. */
  private static final String WEBP = "webp";

  /**
   * How to run one.
   *
   * @param label what its column is called
   * @param program what is called to compress
   * @param back what is called to decompress; empty where there is nothing to call
   * @param extension of its files' names
   * @param version arguments that make the first say its version
   * @param compress arguments with {@value #INPUT} and {@value #OUTPUT} for the files; without the
   *     latter it writes to standard output
   * @param decompress the same for the way back, {@value #INPUT} being the compressed file, and
   *     {@value #ORIGINAL} the name that the input had
   * @param reads what it is run on; empty for everything. One that reads everything gives back its
   *     input; others may write another header
   */
  private record Recipe(
      String label,
      String program,
      String back,
      String extension,
      List<String> version,
      List<String> compress,
      List<String> decompress,
      Optional<Modality> reads) {
    Recipe(String label, String program, String version, String compress, String decompress) {
      this(
          label,
          program,
          program,
          program,
          words(version),
          words(compress),
          words(decompress),
          Optional.empty());
    }

    private static List<String> words(String line) {
      return Stream.of(line.split(" ", -1)).filter(word -> !word.isEmpty()).toList();
    }

    Recipe forOnly(Modality modality, String decompressor, String ending) {
      return new Recipe(
          label,
          program,
          decompressor,
          ending,
          version,
          compress,
          decompress,
          Optional.of(modality));
    }
  }

  private static final List<Recipe> RECIPES =
      List.of(
          new Recipe("gzip -9", "gzip", "--version", "-9 -n -c {in}", "-d -S .gzip -c {in}"),
          new Recipe("xz -9e", "xz", "--version", "-9e -T1 -k -c {in}", "-d -T1 -k -c {in}"),
          new Recipe(
              "zstd -22",
              "zstd",
              "--version",
              "--ultra -22 -T1 {in} -q -f -o {out}",
              "-d -q -f {in} -o {out}"),
          new Recipe(
              "brotli -q 11",
              "brotli",
              "--version",
              "-q 11 -f -o {out} {in}",
              "-d -f -o {out} {in}"),
          new Recipe("bzip3", "bzip3", "--version", "-e -f -b 64 {in} {out}", "-d -f {in} {out}"),
          new Recipe(
              "zpaq -m5",
              "zpaq",
              "",
              "add {out} {in} -m5 -t1",
              "extract {in} {original} -to {out} -force -t1"),
          new Recipe(
                  "flac -8ep",
                  "flac",
                  "--version",
                  "-8 -e -p -o {out} -s -f {in}",
                  "-d -s -f -o {out} {in}")
              .forOnly(Modality.AUDIO, "flac", "flac"),
          new Recipe("optipng -o5", "optipng", "--version", "-quiet -o5 -out {out} {in}", "")
              .forOnly(Modality.IMAGE, "", "png"),
          new Recipe(
                  "cwebp -z 9",
                  "cwebp",
                  "-version",
                  "-lossless -exact -z 9 -o {out} -quiet {in}",
                  "-quiet -pam -o {out} {in}")
              .forOnly(Modality.IMAGE, "dwebp", WEBP),
          new Recipe("JPEG 2000", "opj_compress", "-h", "-i {in} -o {out}", "-i {in} -o {out}")
              .forOnly(Modality.IMAGE, "opj_decompress", "jp2"),
          new Recipe(
                  "cjxl -e 7",
                  "cjxl",
                  "--version",
                  "-d 0 -e 7 --num_threads=0 {in} {out} --quiet",
                  "--num_threads=0 {in} {out} --quiet")
              .forOnly(Modality.IMAGE, "djxl", "jxl"));

  private Programs() {}

  /**
   * Reference programs on the search path.
   *
   * @param folder where temporary files go
   * @param searchPath folders, separated as in PATH
   * @param missing receives the names of the others
   */
  static List<Contender> found(Path folder, String searchPath, List<String> missing)
      throws IOException {
    Runner runner = new Runner(folder, gnuTime(searchPath));
    List<Contender> programs = new ArrayList<>();
    for (Recipe recipe : RECIPES) {
      Optional<Path> program = onPath(recipe.program(), searchPath);
      if (program.isPresent()) {
        programs.add(
            new Program(
                recipe,
                program.get(),
                onPath(recipe.back(), searchPath),
                version(recipe, program.get()),
                runner));
      } else {
        missing.add(recipe.program());
      }
    }
    return programs;
  }

  /**
   * bytezip as a process.
   *
   * @param folder where temporary files go
   * @param missing receives "time" where GNU time is not on the search path
   */
  static Contender bytezip(
      Launcher launcher, Variant variant, Path folder, String searchPath, List<String> missing)
      throws IOException {
    Optional<Path> time = gnuTime(searchPath);
    if (time.isEmpty() && !missing.contains("time")) {
      missing.add("time");
    }
    List<String> compress = new ArrayList<>(List.of("compress", "-q"));
    compress.addAll(launcher.arguments());
    compress.addAll(variant.arguments());
    compress.addAll(List.of("-c", INPUT));
    List<String> decompress = new ArrayList<>(List.of("decompress", "-q"));
    decompress.addAll(launcher.arguments());
    decompress.addAll(List.of("-c", INPUT));
    Recipe recipe =
        new Recipe(
            variant.name(),
            "bytezip",
            "bytezip",
            "bytezip",
            List.of("--version"),
            compress,
            decompress,
            Optional.empty());
    // Asking for the version also builds what is not built yet, so that no measurement does.
    return new Program(
        recipe,
        launcher.program(),
        Optional.of(launcher.program()),
        version(recipe, launcher.program()),
        new Runner(folder, time));
  }

  /** GNU time, whose {@code -f %M} tells the peak of a process; others have other options. */
  private static Optional<Path> gnuTime(String searchPath) throws IOException {
    Optional<Path> time = onPath("time", searchPath);
    return time.isPresent()
            && Runner.firstLine(time.get(), List.of("--version")).contains("GNU Time")
        ? time
        : Optional.empty();
  }

  private static Optional<Path> onPath(String program, String searchPath) {
    for (String folder : searchPath.split(File.pathSeparator, -1)) {
      if (!folder.isEmpty() && !program.isEmpty()) {
        for (String suffix : List.of("", ".exe")) {
          Path path = Path.of(folder, program + suffix).toAbsolutePath();
          if (Files.isExecutable(path) && Files.isRegularFile(path)) {
            return Optional.of(path);
          }
        }
      }
    }
    return Optional.empty();
  }

  private static String version(Recipe recipe, Path program) throws IOException {
    String line = Runner.firstLine(program, recipe.version());
    return line.isEmpty() ? "version unknown" : line;
  }

  private record Program(
      Recipe recipe, Path program, Optional<Path> decompressor, String version, Runner runner)
      implements Contender {
    @Override
    public String name() {
      return recipe.label();
    }

    @Override
    public String description() {
      return recipe.program() + " " + String.join(" ", recipe.compress()) + " (" + version + ")";
    }

    @Override
    public Optional<Measurement> measure(Subject subject, boolean back) throws IOException {
      if (subject.modality() != recipe.reads().orElse(subject.modality())) {
        return Optional.empty();
      }
      if (recipe.extension().equals(WEBP)
          && subject.content() instanceof Content.Picture picture
          && picture.bits() > 8) {
        // It would be made of 8 bits, not kept.
        return Optional.empty();
      }
      // The same names each time: zpaq's archives hold them, and their length.
      Path in = runner.folder().resolve("in" + suffix(subject));
      Path out = runner.folder().resolve("in" + suffix(subject) + "." + recipe.extension());
      Path again = runner.folder().resolve("back" + suffix(subject));
      try {
        Files.write(in, subject.bytes());
        Runner.Cost there = run(program, recipe.compress(), in, out, in);
        long size = Files.size(out);
        if (!back || decompressor.isEmpty()) {
          return Optional.of(
              new Measurement(size, there.seconds(), Double.NaN, there.peakBytes(), List.of()));
        }
        Runner.Cost home = home(out, again, in);
        if (recipe.reads().isEmpty() && Files.mismatch(in, again) >= 0) {
          throw new MismatchException();
        }
        return Optional.of(
            new Measurement(
                size,
                there.seconds(),
                home.seconds(),
                Math.max(there.peakBytes(), home.peakBytes()),
                List.of()));
      } finally {
        Files.deleteIfExists(in);
        Files.deleteIfExists(out);
        Files.deleteIfExists(again);
      }
    }

    private Runner.Cost home(Path out, Path again, Path in) throws IOException {
      try {
        return run(decompressor.orElseThrow(), recipe.decompress(), out, again, in);
      } catch (IOException e) {
        throw new MismatchException(e);
      }
    }

    /** Runs in the folder of the files, by their names: zpaq stores the name that it is given. */
    private Runner.Cost run(Path path, List<String> arguments, Path in, Path out, Path original)
        throws IOException {
      List<String> command = new ArrayList<>();
      command.add(path.toString());
      for (String argument : arguments) {
        command.add(
            switch (argument) {
              case INPUT -> in.getFileName().toString();
              case OUTPUT -> out.getFileName().toString();
              case ORIGINAL -> original.getFileName().toString();
              default -> argument;
            });
      }
      boolean toFile = arguments.contains(OUTPUT);
      Runner.Cost cost =
          runner.run(recipe.program(), command, toFile ? Optional.empty() : Optional.of(out));
      if (!Files.exists(out) || Files.size(out) == 0) {
        throw new IOException(recipe.program() + " wrote nothing");
      }
      return cost;
    }

    private static String suffix(Subject subject) {
      return switch (subject.content()) {
        case Content.Plain() -> subject.modality() == Modality.AUDIO ? ".wav" : ".bin";
        case Content.Sound sound -> ".wav";
        case Content.Picture picture ->
            switch (picture.bands()) {
              case 1 -> ".pgm";
              case 3 -> ".ppm";
              default -> ".pam";
            };
      };
    }
  }
}
