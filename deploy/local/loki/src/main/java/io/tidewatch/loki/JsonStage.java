package io.tidewatch.loki;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code | json}: the fields of a line become labels, nested ones joined by an underscore. */
final class JsonStage implements Stage {
  static final String ERROR = "__error__";

  private static final JsonFactory JSON = new JsonFactory();
  private static final Map<String, String> NO_JSON =
      Map.of(
          ERROR,
          "JSONParserErr",
          "__error_details__",
          "Value looks like object, but can't find closing '}' symbol");

  @Override
  public Optional<Line> apply(Line line) {
    return Optional.of(new Line(line.text(), line.labels().with(fields(line))));
  }

  private static Map<String, String> fields(Line line) {
    Map<String, String> fields = new TreeMap<>();
    try (JsonParser parser = JSON.createParser(line.text())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return NO_JSON;
      }
      read(parser, "", line.labels(), fields);
      return fields;
    } catch (IOException malformed) {
      return NO_JSON;
    }
  }

  private static void read(
      JsonParser parser, String prefix, Labels labels, Map<String, String> fields)
      throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = prefix + parser.currentName().replaceAll("[^A-Za-z0-9_]", "_");
      JsonToken value = parser.nextToken();
      if (value == JsonToken.START_OBJECT) {
        read(parser, name + "_", labels, fields);
      } else if (value == JsonToken.START_ARRAY) {
        parser.skipChildren();
      } else if (value != JsonToken.VALUE_NULL) {
        String free = labels.values().containsKey(name) ? name + "_extracted" : name;
        fields.put(free, parser.getText());
      }
    }
    if (parser.currentToken() != JsonToken.END_OBJECT) {
      throw new IOException("the object does not end");
    }
  }
}
