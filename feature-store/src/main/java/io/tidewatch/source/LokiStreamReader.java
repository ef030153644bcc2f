package io.tidewatch.source;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tidewatch.log.LogLine;
import io.tidewatch.log.Masking;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads one page of lines; what leaves it is masked. */
final class LokiStreamReader implements ApiAnswer.ResultReader {
  private final Masking masking;
  private final List<LogLine> lines = new ArrayList<>();

  LokiStreamReader(Masking masking) {
    this.masking = masking;
  }

  /** The lines in the order of time; those of one time in the order of the answer. */
  List<LogLine> lines() {
    lines.sort(Comparator.comparingLong(LogLine::at));
    return lines;
  }

  @Override
  public void read(JsonParser parser, String resultType) throws IOException {
    if (!resultType.equals("streams")) {
      throw new IOException("a query for lines was answered with a " + resultType);
    }
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      readStream(parser);
    }
  }

  // Labels come first in every answer seen, but JSON does not promise an order.
  private void readStream(JsonParser parser) throws IOException {
    Map<String, String> labels = Map.of();
    List<LogLine> bare = new ArrayList<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (field.equals("stream")) {
        labels = masked(MatrixReader.readLabels(parser));
      } else if (field.equals("values") && value == JsonToken.START_ARRAY) {
        while (parser.nextToken() == JsonToken.START_ARRAY) {
          bare.add(readLine(parser));
        }
      } else {
        parser.skipChildren();
      }
    }
    Map<String, String> shared = Map.copyOf(labels);
    bare.forEach(line -> lines.add(new LogLine(shared, line.at(), line.text())));
  }

  private LogLine readLine(JsonParser parser) throws IOException {
    long at = time(parser);
    String text = parser.nextTextValue();
    if (text == null) {
      throw new IOException("a line is not written as text");
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      // A third element may hold what is known of the line alone.
      parser.skipChildren();
    }
    return new LogLine(Map.of(), at, masking.mask(text));
  }

  private static long time(JsonParser parser) throws IOException {
    String nanos = parser.nextTextValue();
    try {
      return Long.parseLong(nanos);
    } catch (NumberFormatException malformed) {
      throw new IOException("\"" + nanos + "\" is no time in nanoseconds", malformed);
    }
  }

  // A parser in the query makes labels of a line's fields, secrets included.
  private Map<String, String> masked(Map<String, String> labels) {
    Map<String, String> all = new HashMap<>();
    labels.forEach((name, value) -> all.put(name, masking.mask(value)));
    return all;
  }
}
