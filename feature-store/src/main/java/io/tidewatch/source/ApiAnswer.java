package io.tidewatch.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An answer of the HTTP API, read as it arrives: an answer may hold millions of values, so no tree
 * of it is built.
 *
 * @param status {@code success} or {@code error}; empty if the answer had none
 * @param errorType the kind of error, empty if there is none
 * @param error the server's words for it
 * @param warnings what makes the answer doubtful; infos are hints on style and do not
 */
record ApiAnswer(String status, String errorType, String error, List<String> warnings) {
  private static final JsonFactory JSON = new JsonFactory();

  /** The parser's position is where the value of {@code data.result} begins. */
  interface ResultReader {
    void read(JsonParser parser, String resultType) throws IOException;
  }

  boolean succeeded() {
    return "success".equals(status);
  }

  static ApiAnswer read(InputStream body, ResultReader results) throws IOException {
    return read(JSON.createParser(body), results);
  }

  /** For bodies whose bytes may be no valid UTF-8: the reader decides what becomes of those. */
  static ApiAnswer read(Reader body, ResultReader results) throws IOException {
    return read(JSON.createParser(body), results);
  }

  private static ApiAnswer read(JsonParser answer, ResultReader results) throws IOException {
    Map<String, String> texts = new HashMap<>();
    List<String> warnings = new ArrayList<>();
    boolean found = false;
    try (JsonParser parser = answer) {
      expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        if (field.equals("data") && value == JsonToken.START_OBJECT) {
          found = readData(parser, results);
        } else if (field.equals("warnings") && value == JsonToken.START_ARRAY) {
          readTexts(parser, warnings);
        } else if (value == JsonToken.VALUE_STRING) {
          texts.put(field, parser.getText());
        } else {
          parser.skipChildren();
        }
      }
      expect(parser, parser.currentToken(), JsonToken.END_OBJECT);
    }
    // An answer to another question, such as a list of labels, is not an empty result.
    if (!found && "success".equals(texts.get("status"))) {
      throw new IOException("not an answer to a query: it holds no result");
    }
    return new ApiAnswer(
        texts.getOrDefault("status", ""),
        texts.getOrDefault("errorType", ""),
        texts.getOrDefault("error", ""),
        List.copyOf(warnings));
  }

  static void expect(JsonParser parser, JsonToken found, JsonToken wanted) throws IOException {
    if (found != wanted) {
      throw new IOException(
          "not an answer of this API: expected "
              + wanted
              + " and found "
              + (found == null ? "the end" : found)
              + " at byte "
              + parser.currentLocation().getByteOffset());
    }
  }

  private static boolean readData(JsonParser parser, ResultReader results) throws IOException {
    String resultType = "";
    boolean found = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (field.equals("resultType")) {
        resultType = parser.getText();
      } else if (field.equals("result") && value == JsonToken.START_ARRAY) {
        results.read(parser, resultType);
        found = true;
      } else {
        parser.skipChildren();
      }
    }
    return found;
  }

  private static void readTexts(JsonParser parser, List<String> texts) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      texts.add(parser.getText());
    }
  }
}
