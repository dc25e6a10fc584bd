package io.bytezip.train.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** A mapping in a YAML file, whose errors say where they are. */
final class YamlMap {
  private final String where;
  private final Map<?, ?> map;

  private YamlMap(String where, Map<?, ?> map) {
    this.where = where;
    this.map = map;
  }

  static YamlMap read(Path file) throws IOException, TrainException {
    try (InputStream in = Files.newInputStream(file)) {
      Object tree = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
      if (tree instanceof Map<?, ?> map) {
        return new YamlMap(file.toString(), map);
      }
      throw new TrainException(file + ": no YAML mapping");
    } catch (NoSuchFileException e) {
      throw new TrainException("no such file: " + file, e);
    } catch (MarkedYamlEngineException e) {
      String line = e.getProblemMark().map(mark -> " in line " + (mark.getLine() + 1)).orElse("");
      throw new TrainException("%s: no YAML%s: %s".formatted(file, line, e.getProblem()), e);
    } catch (YamlEngineException e) {
      throw new TrainException(file + ": no YAML", e);
    }
  }

  TrainException wrong(String key, String problem) {
    return new TrainException("%s: %s %s".formatted(where, key, problem));
  }

  /** Allows no other keys. */
  void only(String... keys) throws TrainException {
    for (Object key : map.keySet()) {
      if (!Set.of(keys).contains(String.valueOf(key))) {
        throw new TrainException("%s: unknown key \"%s\"".formatted(where, key));
      }
    }
  }

  Set<String> keys() {
    Set<String> keys = new TreeSet<>();
    map.keySet().forEach(key -> keys.add(String.valueOf(key)));
    return keys;
  }

  boolean isText(String key) {
    return map.get(key) instanceof String;
  }

  String text(String key) throws TrainException {
    if (!map.containsKey(key)) {
      throw wrong(key, "is missing");
    }
    return text(key, "");
  }

  String text(String key, String otherwise) throws TrainException {
    Object value = map.get(key);
    if (!map.containsKey(key)) {
      return otherwise;
    }
    if (!(value instanceof String text) || text.isBlank()) {
      throw wrong(key, "must be a text");
    }
    return text;
  }

  boolean flag(String key, boolean otherwise) throws TrainException {
    Object value = map.get(key);
    if (!map.containsKey(key)) {
      return otherwise;
    }
    if (!(value instanceof Boolean flag)) {
      throw wrong(key, "must be true or false");
    }
    return flag;
  }

  long whole(String key, long otherwise) throws TrainException {
    Object value = map.get(key);
    if (!map.containsKey(key)) {
      return otherwise;
    }
    if (!(value instanceof Integer || value instanceof Long) || ((Number) value).longValue() < 0) {
      throw wrong(key, "must be a whole number, not negative");
    }
    return ((Number) value).longValue();
  }

  double number(String key, double least, double most, double otherwise) throws TrainException {
    return map.containsKey(key) ? number(key, least, most) : otherwise;
  }

  double number(String key, double least, double most) throws TrainException {
    if (!(map.get(key) instanceof Number number)
        || !(number.doubleValue() >= least && number.doubleValue() <= most)) {
      String range = most == Double.MAX_VALUE ? "at least " + least : least + " to " + most;
      throw wrong(key, "must be a number, " + range);
    }
    return number.doubleValue();
  }

  /** The mapping under a key; empty if the key is missing. */
  YamlMap map(String key) throws TrainException {
    Object value = map.get(key);
    if (!map.containsKey(key)) {
      return new YamlMap(where + ": " + key, Map.of());
    }
    if (!(value instanceof Map<?, ?> inner)) {
      throw wrong(key, "must be a mapping");
    }
    return new YamlMap(where + ": " + key, inner);
  }

  List<YamlMap> list(String key) throws TrainException {
    if (!(map.get(key) instanceof List<?> list)) {
      throw wrong(key, "must be a list");
    }
    List<YamlMap> maps = new ArrayList<>();
    for (Object element : list) {
      String place = "%s: %s, number %d".formatted(where, key, maps.size() + 1);
      if (!(element instanceof Map<?, ?> inner)) {
        throw new TrainException(place + " must be a mapping");
      }
      maps.add(new YamlMap(place, inner));
    }
    return maps;
  }
}
