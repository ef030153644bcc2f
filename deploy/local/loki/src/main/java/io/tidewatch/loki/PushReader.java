package io.tidewatch.loki;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the JSON of a push: streams of labels with their values. */
final class PushReader {
  private static final JsonFactory JSON = new JsonFactory();

  /** One stream as it was sent: labels not yet judged, values with their own metadata. */
  record Pushed(Map<String, String> labels, List<Value> values) {}

  /** A time in nanoseconds, a line, and what the sender knows of this line. */
  record Value(long at, String line, Map<String, String> metadata) {}

  private PushReader() {}

  /** All streams of a push body. */
  static List<Pushed> read(InputStream body) throws IOException {
    List<Pushed> streams = new ArrayList<>();
    try (JsonParser json = JSON.createParser(body)) {
      expect(json, json.nextToken(), JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        JsonToken value = json.nextToken();
        if (field.equals("streams")) {
          expect(json, value, JsonToken.START_ARRAY);
          while (json.nextToken() != JsonToken.END_ARRAY) {
            streams.add(stream(json));
          }
        } else {
          json.skipChildren();
        }
      }
      expect(json, json.currentToken(), JsonToken.END_OBJECT);
    }
    return streams;
  }

  /** One stream; the parser stands at its beginning and is left at its end. */
  static Pushed stream(JsonParser json) throws IOException {
    expect(json, json.currentToken(), JsonToken.START_OBJECT);
    Map<String, String> labels = Map.of();
    List<Value> values = new ArrayList<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      if (field.equals("stream")) {
        labels = texts(json);
      } else if (field.equals("values")) {
        expect(json, json.currentToken(), JsonToken.START_ARRAY);
        while (json.nextToken() != JsonToken.END_ARRAY) {
          values.add(value(json));
        }
      } else {
        json.skipChildren();
      }
    }
    expect(json, json.currentToken(), JsonToken.END_OBJECT);
    return new Pushed(labels, values);
  }

  private static Value value(JsonParser json) throws IOException {
    expect(json, json.currentToken(), JsonToken.START_ARRAY);
    expect(json, json.nextToken(), JsonToken.VALUE_STRING);
    long at = time(json);
    expect(json, json.nextToken(), JsonToken.VALUE_STRING);
    String line = json.getText();
    Map<String, String> metadata = Map.of();
    if (json.nextToken() == JsonToken.START_OBJECT) {
      metadata = texts(json);
      json.nextToken();
    }
    expect(json, json.currentToken(), JsonToken.END_ARRAY);
    return new Value(at, line, metadata);
  }

  private static long time(JsonParser json) throws IOException {
    try {
      return Long.parseLong(json.getText());
    } catch (NumberFormatException malformed) {
      throw new IOException("\"" + json.getText() + "\" is no time in nanoseconds", malformed);
    }
  }

  private static Map<String, String> texts(JsonParser json) throws IOException {
    expect(json, json.currentToken(), JsonToken.START_OBJECT);
    Map<String, String> texts = new HashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      expect(json, json.nextToken(), JsonToken.VALUE_STRING);
      texts.put(name, json.getText());
    }
    return texts;
  }

  private static void expect(JsonParser json, JsonToken found, JsonToken wanted)
      throws IOException {
    if (found != wanted) {
      throw new IOException(
          "expect "
              + wanted
              + ", but found "
              + (found == null ? "the end" : found)
              + ", error found in #"
              + json.currentLocation().getByteOffset()
              + " byte");
    }
  }
}
