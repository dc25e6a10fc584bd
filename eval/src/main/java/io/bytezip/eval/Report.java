package io.bytezip.eval;

import io.bytezip.modalities.Modality;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What an evaluation found.
 *
 * @param options what was asked for
 * @param results one for each file that could be evaluated
 * @param others the other compressors, in the order of the columns
 * @param missing reference programs that were asked for and are not on the search path
 * @param problems files that are not, or not wholly, in the results
 * @param mismatches how many archives did not decode to their input; 0, or there is a bug
 */
public record Report(
    EvalOptions options,
    List<FileResult> results,
    List<Other> others,
    List<String> missing,
    List<Problem> problems,
    int mismatches) {

  /**
   * Another compressor.
   *
   * @param name what its column is called
   * @param description version and settings
   */
  public record Other(String name, String description) {}

  /**
   * What went wrong with a file.
   *
   * @param path relative to the folder
   * @param message what
   */
  public record Problem(String path, String message) {}

  /** Copies the lists. */
  public Report {
    results = List.copyOf(results);
    others = List.copyOf(others);
    missing = List.copyOf(missing);
    problems = List.copyOf(problems);
  }

  /** The files by modality, then, if there is more than one modality, all together as "total". */
  public List<Group> groups() {
    List<Group> groups = new ArrayList<>();
    for (Modality modality : Modality.values()) {
      List<FileResult> of =
          results.stream().filter(result -> result.modality() == modality).toList();
      if (!of.isEmpty()) {
        groups.add(new Group(label(modality), of));
      }
    }
    if (groups.size() > 1) {
      groups.add(new Group("total", results));
    }
    return groups;
  }

  static String label(Modality modality) {
    return modality.name().toLowerCase(Locale.ROOT);
  }

  List<String> otherNames() {
    return others.stream().map(Other::name).toList();
  }
}
