package io.bytezip.eval;

import io.bytezip.modalities.Modality;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Reference programs on the user's machine, each run on a temporary copy of the evaluated bytes.
 */
final class Programs {
  private static final long LIMIT_SECONDS = 900;
  private static final String INPUT = "{in}";
  private static final String OUTPUT = "{out}";

  /**
   * How to run one.
   *
   * @param label what its column is called
   * @param arguments with {@value #INPUT} and {@value #OUTPUT} for the files
   * @param reads what it is run on; empty for everything
   */
  private record Recipe(
      String label,
      String program,
      String versionOption,
      List<String> arguments,
      Optional<Modality> reads) {}

  private static final List<Recipe> RECIPES =
      List.of(
          new Recipe(
              "xz -9e",
              "xz",
              "--version",
              List.of("-9e", "-T1", "-k", "-c", INPUT),
              Optional.empty()),
          new Recipe(
              "zstd -22",
              "zstd",
              "--version",
              List.of("--ultra", "-22", "-T1", INPUT, "-q", "-f", "-o", OUTPUT),
              Optional.empty()),
          new Recipe(
              "flac -8ep",
              "flac",
              "--version",
              List.of("-8", "-e", "-p", "-o", OUTPUT, "-s", "-f", INPUT),
              Optional.of(Modality.AUDIO)),
          new Recipe(
              "cwebp -z 9",
              "cwebp",
              "-version",
              List.of("-lossless", "-z", "9", "-o", OUTPUT, "-quiet", INPUT),
              Optional.of(Modality.IMAGE)),
          new Recipe(
              "cjxl -e 7",
              "cjxl",
              "--version",
              List.of("-d", "0", "-e", "7", INPUT, OUTPUT, "--quiet"),
              Optional.of(Modality.IMAGE)));

  private Programs() {}

  /**
   * Those on the search path.
   *
   * @param folder where temporary files go
   * @param searchPath folders, separated as in PATH
   * @param missing receives the names of the others
   */
  static List<Baseline> found(Path folder, String searchPath, List<String> missing)
      throws IOException {
    List<Baseline> programs = new ArrayList<>();
    for (Recipe recipe : RECIPES) {
      Optional<Path> program = onPath(recipe.program(), searchPath);
      if (program.isPresent()) {
        programs.add(new Program(recipe, program.get(), version(recipe, program.get()), folder));
      } else {
        missing.add(recipe.program());
      }
    }
    return programs;
  }

  private static Optional<Path> onPath(String program, String searchPath) {
    for (String folder : searchPath.split(File.pathSeparator, -1)) {
      if (!folder.isEmpty()) {
        for (String suffix : List.of("", ".exe")) {
          Path path = Path.of(folder, program + suffix);
          if (Files.isExecutable(path) && Files.isRegularFile(path)) {
            return Optional.of(path);
          }
        }
      }
    }
    return Optional.empty();
  }

  private static String version(Recipe recipe, Path program) throws IOException {
    Process process =
        new ProcessBuilder(program.toString(), recipe.versionOption())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readNBytes(4096), StandardCharsets.UTF_8).strip();
    await(process, recipe.program());
    return output.lines().findFirst().orElse("version unknown");
  }

  private static void await(Process process, String name) throws IOException {
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(name + " took longer than " + LIMIT_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + name + " ran", e);
    }
  }

  private record Program(Recipe recipe, Path program, String version, Path folder)
      implements Baseline {
    @Override
    public String name() {
      return recipe.label();
    }

    @Override
    public String description() {
      return recipe.program() + " " + String.join(" ", recipe.arguments()) + " (" + version + ")";
    }

    @Override
    public OptionalLong size(Subject subject) throws IOException {
      if (subject.modality() != recipe.reads().orElse(subject.modality())) {
        return OptionalLong.empty();
      }
      Path in = Files.createTempFile(folder, "in", suffix(subject));
      Path out = Files.createTempFile(folder, "out", "." + recipe.program());
      try {
        Files.write(in, subject.bytes());
        run(in, out);
        return OptionalLong.of(Files.size(out));
      } finally {
        Files.deleteIfExists(in);
        Files.deleteIfExists(out);
      }
    }

    private void run(Path in, Path out) throws IOException {
      List<String> command = new ArrayList<>();
      command.add(program.toString());
      boolean toFile = false;
      for (String argument : recipe.arguments()) {
        toFile |= argument.equals(OUTPUT);
        command.add(
            switch (argument) {
              case INPUT -> in.toString();
              case OUTPUT -> out.toString();
              default -> argument;
            });
      }
      Process process =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.from(in.toFile()))
              .redirectOutput(
                  toFile
                      ? ProcessBuilder.Redirect.DISCARD
                      : ProcessBuilder.Redirect.to(out.toFile()))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      await(process, recipe.program());
      if (process.exitValue() != 0 || Files.size(out) == 0) {
        throw new IOException(recipe.program() + " failed (exit " + process.exitValue() + ")");
      }
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
