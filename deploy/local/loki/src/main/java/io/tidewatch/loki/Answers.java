package io.tidewatch.loki;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Writes answers as Loki shapes them, piece by piece. */
final class Answers {
  private static final JsonFactory JSON = new JsonFactory();

  /** Writes the value of {@code data}. */
  interface Data {
    void write(JsonGenerator json) throws IOException;
  }

  private Answers() {}

  static void success(OutputStream out, Data data) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("status", "success");
      json.writeFieldName("data");
      data.write(json);
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  static Data result(String type, Data result) {
    return json -> {
      json.writeStartObject();
      json.writeStringField("resultType", type);
      json.writeArrayFieldStart("result");
      result.write(json);
      json.writeEndArray();
      // Loki's statistics are of its own parts; a client finds the object, empty.
      json.writeObjectFieldStart("stats");
      json.writeObjectFieldStart("summary");
      json.writeEndObject();
      json.writeEndObject();
      json.writeEndObject();
    };
  }

  static void texts(JsonGenerator json, Iterable<String> texts) throws IOException {
    json.writeStartArray();
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  static void labels(JsonGenerator json, Labels labels) throws IOException {
    json.writeStartObject();
    for (Map.Entry<String, String> label : labels.values().entrySet()) {
      json.writeStringField(label.getKey(), label.getValue());
    }
    json.writeEndObject();
  }

  static void stream(JsonGenerator json, Labels labels, List<Map.Entry<Long, String>> lines)
      throws IOException {
    json.writeStartObject();
    json.writeFieldName("stream");
    labels(json, labels);
    json.writeArrayFieldStart("values");
    for (Map.Entry<Long, String> line : lines) {
      json.writeStartArray();
      json.writeString(Long.toString(line.getKey()));
      json.writeString(line.getValue());
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  static void point(JsonGenerator json, long nanos, double value) throws IOException {
    json.writeStartArray();
    json.writeNumber(plain(BigDecimal.valueOf(nanos / 1_000_000).movePointLeft(3)));
    json.writeString(plain(new BigDecimal(Double.toString(value))));
    json.writeEndArray();
  }

  // As Go prints a float: shortest, without an exponent.
  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
