package io.bytezip.eval;

import io.bytezip.codec.ModelSource;
import io.bytezip.modalities.Modality;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Compresses every file of a folder with bytezip and with other compressors, and reports sizes of
 * real archives.
 *
 * <p>Files are told apart by their content. Pictures are evaluated as their pixels (PNM),
 * recordings as their samples (WAV), everything else as it is. A file that can't be read or decoded
 * is listed and left out. Memory: the raw bytes of one file about five times, and LZMA2's
 * dictionary (up to 700 MB for files of 64 MB and more).
 */
public final class Evaluation {
  private final ModelSource models;
  private final EvalOptions options;
  private final Listener listener;

  /** Told what is going on, in the thread that evaluates. */
  public interface Listener {
    /**
     * A file is about to be evaluated.
     *
     * @param done files before it
     * @param total all files
     * @param path the file, relative to the folder
     */
    void file(int done, int total, String path);
  }

  private record Candidate(String name, Path path, Modality modality) {}

  /**
   * @param models where models come from
   */
  public Evaluation(ModelSource models, EvalOptions options, Listener listener) {
    this.models = models;
    this.options = options;
    this.listener = listener;
  }

  /**
   * Evaluates all files under a folder, or one file.
   *
   * @param searchPath where to look for reference programs, as in PATH
   * @throws IOException when the folder or a model can't be read, or there is no room for temporary
   *     files
   */
  public Report run(Path folder, String searchPath) throws IOException {
    List<Report.Problem> problems = new ArrayList<>();
    List<Candidate> candidates = chosen(candidates(folder, problems));
    try {
      return options.reference()
          ? withReference(candidates, searchPath, problems)
          : evaluate(candidates, Baselines.inProcess(), List.of(), problems);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private Report withReference(
      List<Candidate> candidates, String searchPath, List<Report.Problem> problems)
      throws IOException {
    Path temporary = Files.createTempDirectory("bytezip-eval");
    try {
      List<String> missing = new ArrayList<>();
      List<Baseline> baselines =
          Stream.concat(
                  Baselines.inProcess().stream(),
                  Programs.found(temporary, searchPath, missing).stream())
              .toList();
      return evaluate(candidates, baselines, missing, problems);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static List<Candidate> candidates(Path folder, List<Report.Problem> problems)
      throws IOException {
    List<Candidate> candidates = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              String name = name(folder, file);
              try {
                if (attributes.size() == 0) {
                  problems.add(new Report.Problem(name, "empty"));
                } else {
                  candidates.add(new Candidate(name, file, Loader.modality(file)));
                }
              } catch (IOException e) {
                problems.add(new Report.Problem(name, message(e)));
              }
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (file.equals(folder)) {
              throw e;
            }
            problems.add(new Report.Problem(name(folder, file), message(e)));
            return FileVisitResult.CONTINUE;
          }
        });
    candidates.sort(Comparator.comparing(Candidate::name));
    return candidates;
  }

  private static String name(Path folder, Path file) {
    Path relative = folder.equals(file) ? file.getFileName() : folder.relativize(file);
    return relative.toString().replace('\\', '/');
  }

  private static String message(IOException e) {
    return e instanceof UnreadableException ? e.getMessage() : e.toString();
  }

  /** At most {@link EvalOptions#maxFiles} of each modality, evenly spaced. */
  private List<Candidate> chosen(List<Candidate> all) {
    if (options.maxFiles() == 0) {
      return all;
    }
    List<Candidate> chosen = new ArrayList<>();
    for (Modality modality : Modality.values()) {
      List<Candidate> of = all.stream().filter(file -> file.modality() == modality).toList();
      int count = Math.min(options.maxFiles(), of.size());
      for (int i = 0; i < count; i++) {
        chosen.add(of.get((int) ((long) i * of.size() / count)));
      }
    }
    return chosen;
  }

  private Report evaluate(
      List<Candidate> candidates,
      List<Baseline> baselines,
      List<String> missing,
      List<Report.Problem> problems) {
    Archiver archiver = new Archiver(models, options.compress());
    List<FileResult> results = new ArrayList<>();
    Map<Modality, Long> left = new EnumMap<>(Modality.class);
    int mismatches = 0;
    for (int i = 0; i < candidates.size(); i++) {
      Candidate file = candidates.get(i);
      long room =
          left.getOrDefault(
              file.modality(), options.maxBytes() == 0 ? Long.MAX_VALUE : options.maxBytes());
      if (room <= 0) {
        continue;
      }
      listener.file(i, candidates.size(), file.name());
      try {
        Subject subject = Loader.load(file.path(), file.modality(), room);
        Archiver.Archive archive = archiver.compress(subject.bytes());
        double back = options.verify() ? archiver.verify(archive, subject.bytes()) : 0;
        if (Double.isNaN(back)) {
          mismatches++;
          problems.add(new Report.Problem(file.name(), "DID NOT DECODE TO ITS INPUT"));
          continue;
        }
        left.put(file.modality(), room - subject.bytes().length);
        results.add(
            new FileResult(
                file.name(),
                file.modality(),
                subject.bytes().length,
                subject.payload(),
                archive.size(),
                archive.seconds(),
                back,
                archive.models(),
                sizes(file, subject, baselines, problems)));
      } catch (IOException e) {
        problems.add(new Report.Problem(file.name(), message(e)));
      }
    }
    List<Report.Other> others = new ArrayList<>();
    for (Baseline baseline : baselines) {
      others.add(new Report.Other(baseline.name(), baseline.description()));
    }
    return new Report(options, results, others, missing, problems, mismatches);
  }

  private static Map<String, Long> sizes(
      Candidate file, Subject subject, List<Baseline> baselines, List<Report.Problem> problems) {
    Map<String, Long> sizes = new LinkedHashMap<>();
    for (Baseline baseline : baselines) {
      try {
        OptionalLong size = baseline.size(subject);
        if (size.isPresent()) {
          sizes.put(baseline.name(), size.getAsLong());
        }
      } catch (IOException | RuntimeException e) {
        problems.add(new Report.Problem(file.name(), baseline.name() + ": " + e.getMessage()));
      }
    }
    return sizes;
  }
}
