package io.bytezip.eval;

import io.bytezip.modalities.Modality;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;

/** Finds what is to be evaluated. */
final class Pieces {
  private final Path folder;
  private final EvalOptions options;
  private final List<Report.Problem> problems;

  /**
   * @param folder a folder, or one file
   * @param problems receives what is left out
   * @throws IOException when the folder is not there
   */
  Pieces(Path folder, EvalOptions options, List<Report.Problem> problems) throws IOException {
    this.folder = folder.toRealPath();
    this.options = options;
    this.problems = problems;
  }

  /**
   * All that the options ask for, links followed, by name; a sample in the order of its list.
   *
   * @throws IOException when the folder can't be read
   */
  List<Piece> find() throws IOException {
    if (options.sample().isPresent()) {
      return sampled(options.sample().get());
    }
    List<Piece> files = chosen(files());
    if (options.prefixes().isEmpty()) {
      return files;
    }
    List<Piece> pieces = new ArrayList<>();
    for (int prefix : options.prefixes()) {
      for (Piece file : files) {
        if (!isWhole(file.modality()) && Files.size(file.path()) >= prefix) {
          pieces.add(
              new Piece(
                  name(file.name(), 0, prefix),
                  file.set() + ", first " + prefix,
                  file.path(),
                  file.modality(),
                  0,
                  prefix));
        }
      }
    }
    return pieces;
  }

  private List<Piece> files() throws IOException {
    List<Piece> files = new ArrayList<>();
    Files.walkFileTree(
        folder,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = relative(file);
            if (attributes.isSymbolicLink()) {
              problems.add(new Report.Problem(name, "a link that leads to nothing readable"));
            } else if (attributes.isRegularFile()) {
              try {
                if (attributes.size() == 0) {
                  problems.add(new Report.Problem(name, "empty"));
                } else {
                  files.add(
                      new Piece(name, set(file), file, Loader.modality(file), 0, Long.MAX_VALUE));
                }
              } catch (IOException e) {
                problems.add(Report.Problem.of(name, e));
              }
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (file.equals(folder)) {
              throw e;
            }
            problems.add(Report.Problem.of(relative(file), e));
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(Comparator.comparing(Piece::name));
    return files;
  }

  /** At most {@link EvalOptions#maxFiles} of each modality, evenly spaced. */
  private List<Piece> chosen(List<Piece> all) {
    if (options.maxFiles() == 0) {
      return all;
    }
    List<Piece> chosen = new ArrayList<>();
    for (Modality modality : Modality.values()) {
      List<Piece> of = all.stream().filter(file -> file.modality() == modality).toList();
      int count = Math.min(options.maxFiles(), of.size());
      for (int i = 0; i < count; i++) {
        chosen.add(of.get((int) ((long) i * of.size() / count)));
      }
    }
    return chosen;
  }

  private List<Piece> sampled(SampleList sample) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(folder.toString(), null, "no folder");
    }
    List<Piece> pieces = new ArrayList<>();
    for (SampleList.Entry entry : sample.entries()) {
      String name =
          entry.isWhole() ? entry.path() : name(entry.path(), entry.offset(), entry.length());
      try {
        pieces.add(piece(name, entry));
      } catch (NoSuchFileException e) {
        problems.add(new Report.Problem(name, "no such file"));
      } catch (IOException e) {
        problems.add(Report.Problem.of(name, e));
      }
    }
    return pieces;
  }

  private Piece piece(String name, SampleList.Entry entry) throws IOException {
    Path file = folder.resolve(entry.path());
    Modality modality = Loader.modality(file);
    if (Files.size(file) == 0) {
      throw new UnreadableException("empty");
    }
    if (!entry.isWhole()) {
      if (isWhole(modality)) {
        throw new UnreadableException("pictures and recordings are taken whole");
      }
      if (entry.offset() > Files.size(file) - entry.length()) {
        throw new UnreadableException("it has " + Files.size(file) + " bytes only");
      }
    }
    return new Piece(name, set(file), file, modality, entry.offset(), entry.length());
  }

  private static String name(String path, long offset, long length) {
    return path + "@" + offset + "+" + length;
  }

  private static boolean isWhole(Modality modality) {
    return modality == Modality.IMAGE || modality == Modality.AUDIO;
  }

  private String relative(Path file) {
    Path relative = folder.equals(file) ? file.getFileName() : folder.relativize(file);
    return relative.toString().replace('\\', '/');
  }

  /** Files that lie in the folder itself are called after it. */
  private String set(Path file) {
    Path parent = file.getParent();
    if (folder.equals(file) || folder.equals(parent)) {
      Path own = folder.equals(file) ? folder.getParent() : folder;
      return own == null || own.getFileName() == null ? "/" : own.getFileName().toString();
    }
    return relative(parent);
  }
}
