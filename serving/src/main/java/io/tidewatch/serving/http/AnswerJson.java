package io.tidewatch.serving.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.tidewatch.domain.Forecast;
import io.tidewatch.domain.ForecastPoint;
import io.tidewatch.domain.HeldOutError;
import io.tidewatch.domain.PeakDistribution;
import io.tidewatch.serving.forecast.Advice;
import io.tidewatch.serving.forecast.Answer;
import io.tidewatch.serving.forecast.Forecaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * One forecast as it goes over the wire, written once per step; only its staleness is filled in for
 * each request. Numbers are written to seven digits, as floats: they are no more exact than that.
 */
final class AnswerJson {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .enable(JsonWriteFeature.QUOTE_FIELD_NAMES)
          .build();
  private static final int USUAL_SIZE = 6_000;

  private final byte[] text;
  private final int stalenessAt;

  private AnswerJson(byte[] text, int stalenessAt) {
    this.text = text;
    this.stalenessAt = stalenessAt;
  }

  /** Writes an answer with a staleness of one digit. */
  static AnswerJson of(Answer.Ready answer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_SIZE);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("workload", answer.workload().toString());
      json.writeStringField("method", answer.method().text());
      model(json, answer.forecast().model());
      json.writeStringField("feature_time", answer.forecast().featureTime().toString());
      json.writeNumberField("staleness_seconds", 0);
      json.flush();
      int stalenessAt = bytes.size() - 1;
      forecast(json, answer.forecast());
      heldOut(json, answer);
      advice(json, answer.advice());
      json.writeEndObject();
      json.flush();
      return new AnswerJson(bytes.toByteArray(), stalenessAt);
    } catch (IOException bug) {
      throw new UncheckedIOException("memory cannot be written", bug);
    }
  }

  /** The document at an age of its newest sample. */
  byte[] at(long stalenessSeconds) {
    byte[] digits =
        Long.toString(Math.max(0, stalenessSeconds)).getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[text.length - 1 + digits.length];
    int rest = stalenessAt + digits.length;
    System.arraycopy(text, 0, all, 0, stalenessAt);
    System.arraycopy(digits, 0, all, stalenessAt, digits.length);
    System.arraycopy(text, stalenessAt + 1, all, rest, all.length - rest);
    return all;
  }

  private static void model(JsonGenerator json, Forecast.ModelId model) throws IOException {
    json.writeObjectFieldStart("model");
    json.writeStringField("name", model.name());
    json.writeStringField("version", model.version());
    json.writeStringField("alias", model.alias());
    json.writeEndObject();
  }

  private static void forecast(JsonGenerator json, Forecast forecast) throws IOException {
    number(json, "level", forecast.level());
    json.writeArrayFieldStart("points");
    for (ForecastPoint point : forecast.points()) {
      json.writeStartObject();
      json.writeStringField("ds", point.at().toString());
      json.writeNumberField("horizon", point.horizon());
      number(json, "yhat", point.expected());
      number(json, "yhat_lower", point.lower());
      number(json, "yhat_upper", point.upper());
      json.writeBooleanField("interpolated", point.interpolated());
      json.writeEndObject();
    }
    json.writeEndArray();
    peak(json, forecast);
  }

  private static void peak(JsonGenerator json, Forecast forecast) throws IOException {
    PeakDistribution peak = forecast.peak();
    json.writeObjectFieldStart("peak");
    json.writeNumberField("steps", peak.steps());
    number(json, "reference", Forecaster.reference(forecast));
    json.writeArrayFieldStart("quantiles");
    for (double quantile : peak.quantiles()) {
      json.writeNumber((float) quantile);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void heldOut(JsonGenerator json, Answer.Ready answer) throws IOException {
    json.writeArrayFieldStart("held_out");
    for (HeldOutError error : answer.heldOut()) {
      json.writeStartObject();
      json.writeNumberField("horizon", error.horizon());
      number(json, "wape", error.wape());
      number(json, "lastValueWape", error.lastValueWape());
      number(json, "seasonalNaiveWape", error.seasonalNaiveWape());
      number(json, "coverage90", error.coverage90());
      number(json, "width90", error.width90());
      json.writeNumberField("origins", error.origins());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void advice(JsonGenerator json, Advice advice) throws IOException {
    json.writeBooleanField("should_scale", advice.shouldScale());
    count(json, "current_replicas", advice.current());
    count(json, "recommended_replicas", advice.recommended());
    json.writeArrayFieldStart("reasons");
    for (Advice.Because reason : advice.reasons()) {
      json.writeStartObject();
      json.writeStringField("code", reason.code());
      json.writeStringField("text", reason.text());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void count(JsonGenerator json, String name, OptionalInt count) throws IOException {
    if (count.isPresent()) {
      json.writeNumberField(name, count.getAsInt());
      return;
    }
    json.writeNullField(name);
  }

  private static void number(JsonGenerator json, String name, double value) throws IOException {
    json.writeNumberField(name, (float) value);
  }
}
