package io.bytezip.eval;

import io.bytezip.codec.ModelSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compresses every file of a folder, or pieces of them, with bytezip and with other compressors,
 * and reports sizes of real archives.
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
    List<Piece> pieces = new Pieces(folder, options, problems).find();
    Path temporary = Files.createTempDirectory("bytezip-eval");
    try {
      List<String> missing = new ArrayList<>();
      List<Contender> own = own(temporary, searchPath, missing);
      List<Contender> others = new ArrayList<>();
      if (options.launcher().isEmpty()) {
        others.addAll(Baselines.inProcess());
      }
      if (options.reference()) {
        others.addAll(Programs.found(temporary, searchPath, missing));
      }
      return evaluate(pieces, own, others, missing, problems);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private List<Contender> own(Path temporary, String searchPath, List<String> missing)
      throws IOException {
    List<Contender> own = new ArrayList<>();
    for (Variant variant : options.variants()) {
      own.add(
          options.launcher().isPresent()
              ? Programs.bytezip(options.launcher().get(), variant, temporary, searchPath, missing)
              : new Archiver(models, variant));
    }
    return own;
  }

  private Report evaluate(
      List<Piece> pieces,
      List<Contender> own,
      List<Contender> others,
      List<String> missing,
      List<Report.Problem> problems) {
    boolean back = options.verify() || options.launcher().isPresent();
    List<FileResult> results = new ArrayList<>();
    Allowance allowance = new Allowance(options.maxBytes());
    int mismatches = 0;
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      long room = allowance.left(piece.modality());
      if (room <= 0) {
        continue;
      }
      listener.file(i, pieces.size(), piece.name());
      try {
        Subject subject = Loader.load(piece, room, options.asIs());
        Map<String, Measurement> measurements = new LinkedHashMap<>();
        for (Contender contender : own) {
          contender
              .measure(subject, back)
              .ifPresent(measured -> measurements.put(contender.name(), measured));
        }
        allowance.take(piece.modality(), subject.bytes().length);
        measurements.putAll(measured(piece, subject, others, back, problems));
        results.add(
            new FileResult(
                piece.name(),
                piece.set(),
                piece.modality(),
                subject.bytes().length,
                subject.payload(),
                measurements));
      } catch (MismatchException e) {
        mismatches++;
        problems.add(Report.Problem.of(piece.name(), e));
      } catch (IOException | RuntimeException e) {
        problems.add(Report.Problem.of(piece.name(), e));
      }
    }
    return new Report(
        options, columns(own), columns(others), results, missing, problems, mismatches);
  }

  private static List<Report.Column> columns(List<Contender> contenders) {
    return contenders.stream()
        .map(contender -> new Report.Column(contender.name(), contender.description()))
        .toList();
  }

  private static Map<String, Measurement> measured(
      Piece piece,
      Subject subject,
      List<Contender> others,
      boolean back,
      List<Report.Problem> problems) {
    Map<String, Measurement> measurements = new LinkedHashMap<>();
    for (Contender other : others) {
      try {
        Optional<Measurement> measured = other.measure(subject, back);
        measured.ifPresent(measurement -> measurements.put(other.name(), measurement));
      } catch (IOException | RuntimeException e) {
        problems.add(new Report.Problem(piece.name(), other.name() + ": " + e.getMessage()));
      }
    }
    return measurements;
  }
}
