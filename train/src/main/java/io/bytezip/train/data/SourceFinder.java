package io.bytezip.train.data;

import io.bytezip.train.data.Recipe.Source;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds the files of a recipe's sources. */
final class SourceFinder {
  private final Recipe recipe;
  private final Path root;

  SourceFinder(Recipe recipe, Path root) {
    this.recipe = recipe;
    this.root = root;
  }

  /**
   * The files of all sources that are packed, sorted within each.
   *
   * @throws TrainException if a folder or a file is missing
   */
  List<InputFile> files() throws IOException, TrainException {
    if (!Files.isDirectory(root)) {
      throw new TrainException("no such folder: " + root);
    }
    List<InputFile> files = new ArrayList<>();
    for (Source source : recipe.sources()) {
      if (recipe.mixture().getOrDefault(source.modality(), 0.0) > 0) {
        add(source, files);
      }
    }
    return files;
  }

  private void add(Source source, List<InputFile> files) throws IOException, TrainException {
    String fixed = source.path().replaceFirst("/?[^/]*[*?{\\[].*", "");
    Path base = root.resolve(fixed);
    if (!Files.exists(base)) {
      throw new TrainException(
          "source %s: no such file or folder: %s".formatted(source.name(), base));
    }
    boolean plain = fixed.equals(source.path());
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + source.path());
    int before = files.size();
    for (Path file : FileTree.files(base)) {
      Path relative = root.relativize(file);
      if (plain || matcher.matches(relative)) {
        String path = relative.toString().replace('\\', '/');
        files.add(new InputFile(source, source.name(), path, file, Files.size(file)));
      }
    }
    int found = files.size() - before;
    if (found == 0) {
      throw new TrainException(
          "source %s: no file fits %s in %s".formatted(source.name(), source.path(), root));
    }
    List<String> missing =
        missing(source, plain ? null : matcher, files.subList(before, files.size()));
    if (!missing.isEmpty()) {
      throw new TrainException(
          "source %s: %,d %s of the recipe's list %s missing, %s"
              .formatted(
                  source.name(),
                  missing.size(),
                  missing.size() == 1 ? "file" : "files",
                  missing.size() == 1 ? "is" : "are",
                  missing.get(0)));
    }
    if (!source.sha256().isEmpty() && found > 1) {
      throw new TrainException(
          "source %s: one SHA-256 for %,d files".formatted(source.name(), found));
    }
  }

  /** What the list of checksums has of a source, sorted, but the folder has not. */
  private List<String> missing(Source source, PathMatcher matcher, List<InputFile> found) {
    Set<String> paths = new TreeSet<>();
    for (String path : recipe.checksums().keySet()) {
      boolean fits =
          matcher == null
              ? path.equals(source.path()) || path.startsWith(source.path() + "/")
              : matcher.matches(Path.of(path));
      if (fits) {
        paths.add(path);
      }
    }
    found.forEach(file -> paths.remove(file.path()));
    return List.copyOf(paths);
  }
}
