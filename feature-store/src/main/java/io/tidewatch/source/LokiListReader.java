package io.tidewatch.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads answers whose {@code data} is a plain list: names of labels, their values, series. */
final class LokiListReader {
  private static final JsonFactory JSON = new JsonFactory();

  private final List<String> texts = new ArrayList<>();
  private final List<Map<String, String>> series = new ArrayList<>();

  List<String> texts() {
    return texts;
  }

  List<Map<String, String>> series() {
    return series;
  }

  void read(InputStream body) throws IOException {
    try (JsonParser parser =
        JSON.createParser(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      ApiAnswer.expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        if (parser.nextToken() == JsonToken.START_ARRAY && field.equals("data")) {
          readList(parser);
        } else {
          parser.skipChildren();
        }
      }
      ApiAnswer.expect(parser, parser.currentToken(), JsonToken.END_OBJECT);
    }
  }

  private void readList(JsonParser parser) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        series.add(Map.copyOf(MatrixReader.readLabels(parser)));
      } else {
        ApiAnswer.expect(parser, parser.currentToken(), JsonToken.VALUE_STRING);
        texts.add(parser.getText());
      }
    }
  }
}
