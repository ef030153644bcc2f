package io.tidewatch.serving.http;

import io.tidewatch.domain.Forecast;
import io.tidewatch.domain.ForecastPoint;
import io.tidewatch.domain.HeldOutError;
import io.tidewatch.domain.PeakDistribution;
import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.serving.forecast.Advice;
import io.tidewatch.serving.forecast.Answer;
import io.tidewatch.serving.forecast.Forecaster;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One forecast as it goes over the wire, written once per step; only its staleness is filled in for
 * each request.
 */
final class AnswerJson {
  private static final int USUAL_SIZE = 6_000;
  private static final byte[] WORKLOAD = ascii("{\"workload\":");
  private static final byte[] METHOD = ascii(",\"method\":");
  private static final byte[] MODEL = ascii(",\"model\":{\"name\":");
  private static final byte[] VERSION = ascii(",\"version\":");
  private static final byte[] ALIAS = ascii(",\"alias\":");
  private static final byte[] FEATURE_TIME = ascii("},\"feature_time\":");
  private static final byte[] STALENESS = ascii(",\"staleness_seconds\":");
  private static final byte[] LEVEL = ascii(",\"level\":");
  private static final byte[] POINTS = ascii(",\"points\":[");
  private static final byte[] DS = ascii("{\"ds\":");
  private static final byte[] HORIZON = ascii(",\"horizon\":");
  private static final byte[] YHAT = ascii(",\"yhat\":");
  private static final byte[] LOWER = ascii(",\"yhat_lower\":");
  private static final byte[] UPPER = ascii(",\"yhat_upper\":");
  private static final byte[] BETWEEN = ascii(",\"interpolated\":true}");
  private static final byte[] TRAINED = ascii(",\"interpolated\":false}");
  private static final byte[] PEAK = ascii("],\"peak\":{\"steps\":");
  private static final byte[] REFERENCE = ascii(",\"reference\":");
  private static final byte[] QUANTILES = ascii(",\"quantiles\":[");
  private static final byte[] HELD_OUT = ascii("]},\"held_out\":[");
  private static final byte[] HELD_OUT_HORIZON = ascii("{\"horizon\":");
  private static final byte[] WAPE = ascii(",\"wape\":");
  private static final byte[] LAST_VALUE = ascii(",\"lastValueWape\":");
  private static final byte[] SEASONAL = ascii(",\"seasonalNaiveWape\":");
  private static final byte[] COVERAGE = ascii(",\"coverage90\":");
  private static final byte[] WIDTH = ascii(",\"width90\":");
  private static final byte[] ORIGINS = ascii(",\"origins\":");
  private static final byte[] ONLINE = ascii("],\"online_intervals\":[");
  private static final byte[] LOWER_SHIFT = ascii(",\"lower_shift\":");
  private static final byte[] UPPER_SHIFT = ascii(",\"upper_shift\":");
  private static final byte[] SCALE = ascii("],\"should_scale\":true");
  private static final byte[] KEEP = ascii("],\"should_scale\":false");
  private static final byte[] CURRENT = ascii(",\"current_replicas\":");
  private static final byte[] RECOMMENDED = ascii(",\"recommended_replicas\":");
  private static final byte[] REASONS = ascii(",\"reasons\":[");
  private static final byte[] CODE = ascii("{\"code\":");
  private static final byte[] TEXT = ascii(",\"text\":");
  private static final byte[] UNKNOWN = ascii("null");
  private static final byte[] END = ascii("]}");

  private final byte[] text;
  private final int stalenessAt;

  private AnswerJson(byte[] text, int stalenessAt) {
    this.text = text;
    this.stalenessAt = stalenessAt;
  }

  /** The times of one step as JSON, which all its workloads share. */
  static final class Times {
    private final Map<Instant, byte[]> written = new ConcurrentHashMap<>();

    private byte[] of(Instant time) {
      return written.computeIfAbsent(time, any -> ascii("\"" + any + "\""));
    }
  }

  /** Writes an answer with a staleness of one digit. */
  static AnswerJson of(Answer.Ready answer, Times times) {
    Forecast forecast = answer.forecast();
    JsonText json = new JsonText(USUAL_SIZE);
    json.raw(WORKLOAD).text(answer.workload().toString());
    json.raw(METHOD).text(answer.method().text());
    json.raw(MODEL).text(forecast.model().name());
    json.raw(VERSION).text(forecast.model().version());
    json.raw(ALIAS).text(forecast.model().alias());
    json.raw(FEATURE_TIME).raw(times.of(forecast.featureTime()));
    json.raw(STALENESS);
    int stalenessAt = json.length();
    json.put('0').raw(LEVEL).number(forecast.level());
    points(json, forecast, times);
    peak(json, forecast);
    heldOut(json, answer);
    online(json, answer);
    advice(json, answer.advice());
    return new AnswerJson(json.toBytes(), stalenessAt);
  }

  /** The document at an age of its newest sample. */
  byte[] at(long stalenessSeconds) {
    byte[] digits = ascii(Long.toString(Math.max(0, stalenessSeconds)));
    byte[] all = new byte[text.length - 1 + digits.length];
    int rest = stalenessAt + digits.length;
    System.arraycopy(text, 0, all, 0, stalenessAt);
    System.arraycopy(digits, 0, all, stalenessAt, digits.length);
    System.arraycopy(text, stalenessAt + 1, all, rest, all.length - rest);
    return all;
  }

  private static void points(JsonText json, Forecast forecast, Times times) {
    json.raw(POINTS);
    for (ForecastPoint point : forecast.points()) {
      separate(json, point.horizon() > 1);
      json.raw(DS).raw(times.of(point.at()));
      json.raw(HORIZON).whole(point.horizon());
      json.raw(YHAT).number(point.expected());
      json.raw(LOWER).number(point.lower());
      json.raw(UPPER).number(point.upper());
      json.raw(point.interpolated() ? BETWEEN : TRAINED);
    }
  }

  private static void peak(JsonText json, Forecast forecast) {
    PeakDistribution peak = forecast.peak();
    json.raw(PEAK).whole(peak.steps());
    json.raw(REFERENCE).number(Forecaster.reference(forecast));
    json.raw(QUANTILES);
    double[] quantiles = peak.quantiles();
    for (int i = 0; i < quantiles.length; i++) {
      separate(json, i > 0);
      json.number(quantiles[i]);
    }
  }

  private static void heldOut(JsonText json, Answer.Ready answer) {
    json.raw(HELD_OUT);
    boolean more = false;
    for (HeldOutError error : answer.heldOut()) {
      separate(json, more);
      json.raw(HELD_OUT_HORIZON).whole(error.horizon());
      json.raw(WAPE).number(error.wape());
      json.raw(LAST_VALUE).number(error.lastValueWape());
      json.raw(SEASONAL).number(error.seasonalNaiveWape());
      json.raw(COVERAGE).number(error.coverage90());
      json.raw(WIDTH).number(error.width90());
      json.raw(ORIGINS).whole(error.origins()).put('}');
      more = true;
    }
  }

  private static void online(JsonText json, Answer.Ready answer) {
    json.raw(ONLINE);
    for (int i = 0; i < answer.shifts().size(); i++) {
      separate(json, i > 0);
      json.raw(HELD_OUT_HORIZON).whole(DemandFeatures.HORIZONS.get(i));
      json.raw(LOWER_SHIFT).number(answer.shifts().get(i).lower());
      json.raw(UPPER_SHIFT).number(answer.shifts().get(i).upper()).put('}');
    }
  }

  private static void advice(JsonText json, Advice advice) {
    json.raw(advice.shouldScale() ? SCALE : KEEP);
    count(json.raw(CURRENT), advice.current());
    count(json.raw(RECOMMENDED), advice.recommended());
    json.raw(REASONS);
    boolean more = false;
    for (Advice.Because reason : advice.reasons()) {
      separate(json, more);
      json.raw(CODE).text(reason.code()).raw(TEXT).text(reason.text()).put('}');
      more = true;
    }
    json.raw(END);
  }

  private static void count(JsonText json, OptionalInt count) {
    if (count.isEmpty()) {
      json.raw(UNKNOWN);
      return;
    }
    json.whole(count.getAsInt());
  }

  private static void separate(JsonText json, boolean more) {
    if (more) {
      json.put(',');
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
