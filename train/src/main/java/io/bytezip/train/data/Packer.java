package io.bytezip.train.data;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Makes packs. Files are taken in seeded order, decoded, run through their layout, cut into tracks
 * and spread over shards; memory stays bounded by a few shards and files. The result depends on the
 * files, their names and the recipe alone.
 */
public final class Packer {
  private static final String PART = ".part-";

  private Packer() {}

  /**
   * Makes a pack of a recipe.
   *
   * @param root folder that the sources' paths start from
   * @param out folder that becomes the pack; it must not exist, and appears when it is complete
   * @param note receives lines for the user: files left out, progress
   */
  public static Pack pack(
      Recipe recipe, Path root, Path out, PackOptions options, Consumer<String> note)
      throws IOException, TrainException {
    return pack(recipe, new SourceFinder(recipe, root).files(), out, options, note);
  }

  static Pack pack(
      Recipe recipe, List<InputFile> files, Path out, PackOptions options, Consumer<String> note)
      throws IOException, TrainException {
    if (Files.exists(out)) {
      throw exists(out, null);
    }
    Path target = out.toAbsolutePath().normalize();
    Files.createDirectories(target.getParent());
    deleteAbandoned(target);
    Path part = target.resolveSibling(target.getFileName() + PART + ProcessHandle.current().pid());
    Files.createDirectory(part);
    try {
      Pack.write(part, new PackBuilder(recipe, options, part, note).build(files));
      Files.move(part, target);
    } catch (FileAlreadyExistsException e) {
      throw exists(out, e);
    } finally {
      delete(part);
    }
    return Pack.open(out);
  }

  private static TrainException exists(Path out, IOException cause) {
    return new TrainException(out + " exists already; remove it or name another folder", cause);
  }

  /** Deletes what processes that were killed have left. */
  private static void deleteAbandoned(Path target) throws IOException {
    String prefix = target.getFileName() + PART;
    try (Stream<Path> siblings = Files.list(target.getParent())) {
      for (Path sibling : siblings.toList()) {
        String name = sibling.getFileName().toString();
        if (name.startsWith(prefix) && name.substring(prefix.length()).matches("[0-9]{1,18}")) {
          long process = Long.parseLong(name.substring(prefix.length()));
          if (process == ProcessHandle.current().pid() || ProcessHandle.of(process).isEmpty()) {
            delete(sibling);
          }
        }
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
