package io.bytezip.train;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The events of a run, one JSON object a line. Every event has the keys {@code event} and {@code
 * step}.
 */
final class RunLog implements AutoCloseable {
  private final Path file;
  private final List<JsonObject> events;
  private final BufferedWriter writer;

  private RunLog(Path file, List<JsonObject> events, BufferedWriter writer) {
    this.file = file;
    this.events = events;
    this.writer = writer;
  }

  /** Begins an empty log; an earlier file is overwritten. */
  static RunLog create(Path file) throws IOException {
    return new RunLog(file, new ArrayList<>(), Files.newBufferedWriter(file));
  }

  /**
   * Goes on with a log after {@code step}: what a killed run wrote of later steps is dropped, since
   * these steps come again.
   */
  static RunLog resume(Path file, int step) throws IOException {
    List<JsonObject> kept = new ArrayList<>();
    for (JsonObject event : read(file)) {
      if (event.get("step").getAsInt() <= step) {
        kept.add(event);
      }
    }
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    Files.write(temporary, kept.stream().map(JsonObject::toString).toList());
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return new RunLog(file, kept, Files.newBufferedWriter(file, StandardOpenOption.APPEND));
  }

  /**
   * The events in a file, up to the first line that is torn (a killed run may leave one); none
   * where there is no file.
   */
  static List<JsonObject> read(Path file) throws IOException {
    List<JsonObject> events = new ArrayList<>();
    if (!Files.exists(file)) {
      return events;
    }
    try {
      for (String line : Files.readAllLines(file)) {
        JsonElement event = JsonParser.parseString(line);
        if (!event.isJsonObject()
            || !event.getAsJsonObject().has("event")
            || !event.getAsJsonObject().has("step")) {
          break;
        }
        events.add(event.getAsJsonObject());
      }
    } catch (JsonParseException e) {
      return events;
    } catch (MalformedInputException e) {
      throw new IOException(file + " is no log", e);
    }
    return events;
  }

  /** Adds an event, which is in the file when this returns. */
  void add(JsonObject event) throws IOException {
    events.add(event);
    try {
      writer.write(event.toString());
      writer.newLine();
      writer.flush();
    } catch (IOException e) {
      throw new IOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  List<JsonObject> events() {
    return Collections.unmodifiableList(events);
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
