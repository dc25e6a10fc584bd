package io.bytezip.eval;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.bytezip.modalities.Modality;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an evaluation found.
 *
 * @param options what was asked for
 * @param own bytezip's columns, one for each variant; each has measured every result
 * @param others the other compressors, in the order of the columns
 * @param results one for each file that could be evaluated
 * @param missing programs that were asked for and are not on the search path
 * @param problems files that are not, or not wholly, in the results
 * @param mismatches how many archives did not decode to their input; 0, or there is a bug
 */
public record Report(
    EvalOptions options,
    List<Column> own,
    List<Column> others,
    List<FileResult> results,
    List<String> missing,
    List<Problem> problems,
    int mismatches) {

  /**
   * A compressor.
   *
   * @param name what its column is called
   * @param description version and settings
   */
  public record Column(String name, String description) {}

  /**
   * What went wrong with a file.
   *
   * @param path relative to the folder
   * @param message what
   */
  public record Problem(String path, String message) {
    static Problem of(String path, Exception e) {
      boolean plain = e instanceof UnreadableException || e instanceof MismatchException;
      return new Problem(path, plain ? e.getMessage() : e.toString());
    }

    static JsonArray json(List<Problem> problems) {
      JsonArray array = new JsonArray();
      for (Problem problem : problems) {
        JsonObject entry = new JsonObject();
        entry.addProperty("path", problem.path());
        entry.addProperty("message", problem.message());
        array.add(entry);
      }
      return array;
    }
  }

  /** What the rows of a table are. */
  public enum By {
    /** What the files hold. */
    MODALITY,
    /** The folders in which they lie. */
    SET,
    /** Every file by itself. */
    FILE
  }

  /** Copies the lists. */
  public Report {
    own = List.copyOf(own);
    others = List.copyOf(others);
    results = List.copyOf(results);
    missing = List.copyOf(missing);
    problems = List.copyOf(problems);
  }

  /** The files in groups: modalities in their own order, others as they were found. */
  public List<Group> parts(By by) {
    Map<String, List<FileResult>> parts = new LinkedHashMap<>();
    if (by == By.MODALITY) {
      for (Modality modality : Modality.values()) {
        parts.put(label(modality), new ArrayList<>());
      }
    }
    for (FileResult result : results) {
      String key =
          switch (by) {
            case MODALITY -> label(result.modality());
            case SET -> result.set();
            case FILE -> result.path();
          };
      parts.computeIfAbsent(key, name -> new ArrayList<>()).add(result);
    }
    return parts.entrySet().stream()
        .filter(part -> !part.getValue().isEmpty())
        .map(part -> new Group(part.getKey(), part.getValue()))
        .toList();
  }

  /** The parts, then, if there is more than one, all together as "total". */
  public List<Group> groups(By by) {
    List<Group> groups = new ArrayList<>(parts(by));
    if (groups.size() > 1) {
      groups.add(new Group("total", results));
    }
    return groups;
  }

  static String label(Modality modality) {
    return modality.name().toLowerCase(Locale.ROOT);
  }

  List<String> ownNames() {
    return own.stream().map(Column::name).toList();
  }

  List<String> otherNames() {
    return others.stream().map(Column::name).toList();
  }

  /** All columns, bytezip's first. */
  List<String> names() {
    List<String> names = new ArrayList<>(ownNames());
    names.addAll(otherNames());
    return names;
  }
}
