package io.bytezip.modelzoo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;

/** JSON as RFC 8259 has it: no comments, no duplicate keys, nothing after the value, shallow. */
final class StrictJson {
  private static final int NESTING_LIMIT = 16;
  private static final int NUMBER_LIMIT = 40;

  private StrictJson() {}

  /**
   * Parses one JSON object.
   *
   * @throws IllegalArgumentException when the text is anything else
   */
  static JsonObject object(String text) {
    try (JsonReader in = new JsonReader(new StringReader(text))) {
      in.setStrictness(Strictness.STRICT);
      in.setNestingLimit(NESTING_LIMIT);
      JsonElement value = read(in);
      if (in.peek() != JsonToken.END_DOCUMENT || !(value instanceof JsonObject object)) {
        throw new IllegalArgumentException("not one JSON object");
      }
      return object;
    } catch (NumberFormatException | IOException | IllegalStateException e) {
      throw new IllegalArgumentException("not valid JSON: " + firstLine(e.getMessage()), e);
    }
  }

  private static JsonElement read(JsonReader in) throws IOException {
    return switch (in.peek()) {
      case BEGIN_OBJECT -> {
        JsonObject object = new JsonObject();
        in.beginObject();
        while (in.hasNext()) {
          String key = in.nextName();
          if (object.has(key)) {
            throw new IllegalArgumentException("the key \"" + key + "\" comes twice");
          }
          object.add(key, read(in));
        }
        in.endObject();
        yield object;
      }
      case BEGIN_ARRAY -> {
        JsonArray array = new JsonArray();
        in.beginArray();
        while (in.hasNext()) {
          array.add(read(in));
        }
        in.endArray();
        yield array;
      }
      case STRING -> new JsonPrimitive(in.nextString());
      case BOOLEAN -> new JsonPrimitive(in.nextBoolean());
      case NUMBER -> new JsonPrimitive(number(in.nextString()));
      case NULL -> {
        in.nextNull();
        yield JsonNull.INSTANCE;
      }
      default -> throw new IllegalArgumentException("not valid JSON");
    };
  }

  private static BigDecimal number(String literal) {
    if (literal.length() > NUMBER_LIMIT) {
      throw new IllegalArgumentException("a number of " + literal.length() + " characters");
    }
    return new BigDecimal(literal);
  }

  private static String firstLine(String message) {
    return message == null ? "" : message.lines().findFirst().orElse("");
  }
}
