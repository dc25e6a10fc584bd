package io.bytezip.modelzoo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The fields of one JSON object, each read once and of one type; {@link #end} rejects what was not
 * read. Every error is an {@link IllegalArgumentException} that names the key.
 */
final class JsonFields {
  private final JsonObject object;
  private final String where;
  private final Set<String> read = new HashSet<>();

  /**
   * @param where prefix of the keys in messages: empty, or such as {@code layouts[0].}
   */
  JsonFields(JsonObject object, String where) {
    this.object = object;
    this.where = where;
  }

  private JsonElement take(String key) {
    JsonElement value = object.get(key);
    if (value == null) {
      throw new IllegalArgumentException("missing key \"" + where + key + "\"");
    }
    read.add(key);
    return value;
  }

  private IllegalArgumentException wrong(String key, String wanted, JsonElement value) {
    String text = value.toString();
    String shown = text.length() > 60 ? text.substring(0, 60) + "..." : text;
    return new IllegalArgumentException(
        "key \"" + where + key + "\" must be " + wanted + ", not " + shown);
  }

  boolean has(String key) {
    return object.has(key);
  }

  String string(String key) {
    JsonElement value = take(key);
    if (value instanceof JsonPrimitive primitive && primitive.isString()) {
      return primitive.getAsString();
    }
    throw wrong(key, "a string", value);
  }

  boolean bool(String key) {
    JsonElement value = take(key);
    if (value instanceof JsonPrimitive primitive && primitive.isBoolean()) {
      return primitive.getAsBoolean();
    }
    throw wrong(key, "true or false", value);
  }

  /** A whole number without point or exponent, {@code least} or more. */
  int integer(String key, int least) {
    JsonElement value = take(key);
    return integer(key, least, value);
  }

  private int integer(String key, int least, JsonElement value) {
    if (value instanceof JsonPrimitive primitive && primitive.isNumber()) {
      try {
        int number = Integer.parseInt(primitive.getAsString());
        if (number >= least) {
          return number;
        }
      } catch (NumberFormatException e) {
        throw wrong(key, "a whole number, " + least + " or more", value);
      }
    }
    throw wrong(key, "a whole number, " + least + " or more", value);
  }

  /** A finite number above 0, as written (so that the caller rounds once). */
  String positive(String key) {
    JsonElement value = take(key);
    if (value instanceof JsonPrimitive primitive && primitive.isNumber()) {
      String text = primitive.getAsString();
      double number = Double.parseDouble(text);
      if (number > 0 && number < Double.POSITIVE_INFINITY) {
        return text;
      }
    }
    throw wrong(key, "a number above 0", value);
  }

  List<Integer> integers(String key, int least) {
    JsonElement value = take(key);
    if (!(value instanceof JsonArray array)) {
      throw wrong(key, "a list of whole numbers", value);
    }
    List<Integer> numbers = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      numbers.add(integer(key + "[" + i + "]", least, array.get(i)));
    }
    return List.copyOf(numbers);
  }

  List<String> strings(String key) {
    JsonElement value = take(key);
    if (!(value instanceof JsonArray array)) {
      throw wrong(key, "a list of strings", value);
    }
    List<String> strings = new ArrayList<>(array.size());
    for (JsonElement element : array) {
      if (!(element instanceof JsonPrimitive primitive && primitive.isString())) {
        throw wrong(key, "a list of strings", value);
      }
      strings.add(primitive.getAsString());
    }
    return List.copyOf(strings);
  }

  List<JsonFields> objects(String key) {
    JsonElement value = take(key);
    if (!(value instanceof JsonArray array)) {
      throw wrong(key, "a list of objects", value);
    }
    List<JsonFields> fields = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      String name = key + "[" + i + "]";
      if (!(array.get(i) instanceof JsonObject element)) {
        throw wrong(name, "an object", array.get(i));
      }
      fields.add(new JsonFields(element, where + name + "."));
    }
    return fields;
  }

  /** Call last: rejects a key that nobody read. */
  void end() {
    for (String key : object.keySet()) {
      if (!read.contains(key)) {
        throw new IllegalArgumentException("unknown key \"" + where + key + "\"");
      }
    }
  }
}
