package io.tidewatch.source;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the result of an instant query: the finite values of a vector or a scalar. */
final class VectorReader implements ApiAnswer.ResultReader {
  private final List<InstantSample> samples = new ArrayList<>();

  List<InstantSample> samples() {
    return samples;
  }

  @Override
  public void read(JsonParser parser, String resultType) throws IOException {
    switch (resultType) {
      case "vector":
        while (parser.nextToken() == JsonToken.START_OBJECT) {
          readSample(parser);
        }
        return;
      case "scalar":
        readPoint(parser, Map.of());
        return;
      default:
        throw new IOException("an instant query was answered with a " + resultType);
    }
  }

  private void readSample(JsonParser parser) throws IOException {
    Map<String, String> labels = Map.of();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      if (field.equals("metric")) {
        labels = MatrixReader.readLabels(parser);
      } else if (field.equals("value")) {
        readPoint(parser, labels);
      } else {
        parser.skipChildren();
      }
    }
  }

  private void readPoint(JsonParser parser, Map<String, String> labels) throws IOException {
    parser.nextToken();
    Instant at = Instant.ofEpochMilli(Math.round(parser.getDoubleValue() * 1_000));
    double value = SampleText.parse(parser.nextTextValue());
    ApiAnswer.expect(parser, parser.nextToken(), JsonToken.END_ARRAY);
    if (Double.isFinite(value)) {
      samples.add(new InstantSample(labels, at, value));
    }
  }
}
