package io.bytezip.train.data;

import io.bytezip.train.data.Recipe.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads recipes in YAML; see docs/DATA.md for their keys.
 *
 * <p>A recipe may name files beside it: a list of sources that it shares with others, and a list of
 * checksums as {@code sha256sum} writes it.
 */
public final class RecipeReader {
  private static final String FORMAT = "bytezip recipe 1";

  private final Path file;
  private final Path folder;

  private RecipeReader(Path file) {
    this.file = file;
    folder = file.toAbsolutePath().getParent();
  }

  /**
   * Reads a recipe.
   *
   * @throws TrainException one line that says what is wrong, and where
   */
  public static Recipe read(Path file) throws IOException, TrainException {
    return new RecipeReader(file).recipe();
  }

  private Recipe recipe() throws IOException, TrainException {
    YamlMap map = YamlMap.read(file);
    map.only(
        "format",
        "name",
        "seed",
        "layout",
        "halveJpeg",
        "jpegScale",
        "grey",
        "mixture",
        "held",
        "caps",
        "maxBytes",
        "checksums",
        "sources");
    String format = map.text("format");
    if (!format.equals(FORMAT)) {
      throw map.wrong("format", "must be \"" + FORMAT + "\"");
    }
    boolean raw = raw(map, false);
    Map<Modality, Double> mixture = shares(map, "mixture", Map.of(), Double.MAX_VALUE);
    if (mixture.values().stream().noneMatch(weight -> weight > 0)) {
      throw map.wrong("mixture", "needs a kind of data with a weight above 0");
    }
    Map<Modality, Long> maxBytes = new EnumMap<>(Modality.class);
    YamlMap limits = map.map("maxBytes");
    for (String kind : limits.keys()) {
      maxBytes.put(Modality.of(kind), limits.whole(kind, 0));
    }
    Map<String, Double> caps = new HashMap<>();
    YamlMap shares = map.map("caps");
    for (String prefix : shares.keys()) {
      caps.put(prefix, shares.number(prefix, 0, 1));
    }
    boolean halve = map.flag("halveJpeg", true);
    double scale = map.number("jpegScale", FileData.HALF, 1, FileData.HALF);
    if (!halve && scale > FileData.HALF) {
      throw map.wrong("jpegScale", "has no use without halveJpeg");
    }
    return new Recipe(
        map.text("name"),
        map.whole("seed", 1),
        halve,
        scale,
        map.number("grey", 0, 1, 0),
        mixture,
        shares(map, "held", Recipe.HELD, 0.5),
        caps,
        maxBytes,
        checksums(map),
        sources(map, raw));
  }

  private static boolean raw(YamlMap map, boolean otherwise) throws TrainException {
    String layout = map.text("layout", otherwise ? "raw" : "production");
    return switch (layout) {
      case "raw" -> true;
      case "production" -> false;
      default -> throw map.wrong("layout", "must be raw or production");
    };
  }

  private static Map<Modality, Double> shares(
      YamlMap map, String key, Map<Modality, Double> otherwise, double most) throws TrainException {
    Map<Modality, Double> shares = new EnumMap<>(Modality.class);
    shares.putAll(otherwise);
    YamlMap given = map.map(key);
    for (String kind : given.keys()) {
      shares.put(Modality.of(kind), given.number(kind, 0, most));
    }
    return shares;
  }

  private Map<String, String> checksums(YamlMap map) throws IOException, TrainException {
    String name = map.text("checksums", "");
    if (name.isEmpty()) {
      return Map.of();
    }
    Path list = beside(map, "checksums", name);
    Map<String, String> sums = new HashMap<>();
    for (String line : Files.readAllLines(list)) {
      if (!line.matches("[0-9a-f]{64}  .+")) {
        throw new TrainException(list + " is no list of SHA-256: \"" + line + "\"");
      }
      sums.put(line.substring(66), line.substring(0, 64));
    }
    return sums;
  }

  private Path beside(YamlMap map, String key, String name) throws TrainException {
    Path path = folder.resolve(name);
    if (!Files.isRegularFile(path)) {
      throw map.wrong(key, "names a file that does not exist: " + path);
    }
    return path;
  }

  private List<Source> sources(YamlMap map, boolean raw) throws IOException, TrainException {
    List<YamlMap> list;
    if (map.isText("sources")) {
      YamlMap shared = YamlMap.read(beside(map, "sources", map.text("sources")));
      shared.only("sources");
      list = shared.list("sources");
    } else {
      list = map.list("sources");
    }
    Set<String> names = new HashSet<>();
    List<Source> sources = new ArrayList<>();
    for (YamlMap each : list) {
      Source source = source(each, raw);
      if (!names.add(source.name())) {
        throw each.wrong("name", "is used twice: " + source.name());
      }
      sources.add(source);
    }
    if (sources.isEmpty()) {
      throw map.wrong("sources", "must list at least one source");
    }
    return sources;
  }

  private static Source source(YamlMap map, boolean raw) throws TrainException {
    map.only(
        "name", "modality", "split", "path", "layout", "maxBytes", "licence", "origin", "sha256");
    YamlMap origin = map.map("origin");
    origin.only("repository", "commit", "what");
    String sha256 = map.text("sha256", "");
    if (!sha256.matches("([0-9a-f]{64})?")) {
      throw map.wrong("sha256", "must be 64 hexadecimal digits in lower case");
    }
    String path = map.text("path");
    if (path.startsWith("/") || Path.of(path).normalize().startsWith("..")) {
      throw map.wrong("path", "must stay below the root: " + path);
    }
    return new Source(
        map.text("name"),
        Modality.of(map.text("modality")),
        Split.of(map.text("split", "train")),
        path,
        raw(map, raw),
        map.whole("maxBytes", 0),
        map.text("licence"),
        new Origin(
            origin.text("repository", ""), origin.text("commit", ""), origin.text("what", "")),
        sha256);
  }
}
