package io.tidewatch.source;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the result of a range query, value by value, onto the step grid. */
final class MatrixReader implements ApiAnswer.ResultReader {
  private final long stepMillis;
  private final List<RangeSeries> series = new ArrayList<>();
  private long[] steps = new long[1_024];
  private double[] values = new double[1_024];

  MatrixReader(Duration step) {
    this.stepMillis = step.toMillis();
  }

  List<RangeSeries> series() {
    return series;
  }

  @Override
  public void read(JsonParser parser, String resultType) throws IOException {
    if (!resultType.equals("matrix")) {
      throw new IOException("a range query was answered with a " + resultType);
    }
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      readSeries(parser);
    }
  }

  private void readSeries(JsonParser parser) throws IOException {
    Map<String, String> labels = Map.of();
    int found = 0;
    int dropped = 0;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (field.equals("metric")) {
        labels = readLabels(parser);
      } else if (field.equals("values") && value == JsonToken.START_ARRAY) {
        while (parser.nextToken() == JsonToken.START_ARRAY) {
          if (readPoint(parser, found)) {
            found++;
          } else {
            dropped++;
          }
        }
      } else {
        // Native histograms are no numbers: their steps stay unknown.
        parser.skipChildren();
      }
    }
    series.add(
        new RangeSeries(
            labels, Arrays.copyOf(steps, found), Arrays.copyOf(values, found), dropped));
  }

  private boolean readPoint(JsonParser parser, int position) throws IOException {
    parser.nextToken();
    long millis = Math.round(parser.getDoubleValue() * 1_000);
    double value = SampleText.parse(parser.nextTextValue());
    ApiAnswer.expect(parser, parser.nextToken(), JsonToken.END_ARRAY);
    if (!Double.isFinite(value)) {
      return false;
    }
    if (millis % stepMillis != 0) {
      throw new IOException("a value at " + millis + " ms lies beside the step grid");
    }
    if (position == steps.length) {
      steps = Arrays.copyOf(steps, 2 * position);
      values = Arrays.copyOf(values, 2 * position);
    }
    steps[position] = millis / stepMillis;
    values[position] = value;
    return true;
  }

  static Map<String, String> readLabels(JsonParser parser) throws IOException {
    Map<String, String> labels = new HashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      labels.put(name, parser.nextTextValue());
    }
    return labels;
  }
}
