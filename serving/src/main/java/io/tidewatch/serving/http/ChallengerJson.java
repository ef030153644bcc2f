package io.tidewatch.serving.http;

import io.tidewatch.domain.Forecast;
import io.tidewatch.domain.ForecastPoint;
import io.tidewatch.serving.forecast.Forecaster;
import io.tidewatch.serving.shadow.ShadowBoard;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Adds what the challenger says to an answer that is written already. */
final class ChallengerJson {
  private static final int USUAL_SIZE = 8_000;

  private ChallengerJson() {}

  /** The answer with one more member, {@code challenger}. */
  static byte[] added(byte[] answer, Optional<ShadowBoard.Said> said) {
    JsonText out = new JsonText(USUAL_SIZE);
    // All but the closing brace.
    out.raw(Arrays.copyOf(answer, answer.length - 1));
    name(out, ",\"challenger\":");
    if (said.isEmpty()) {
      name(out, "null");
    } else {
      write(out, said.get());
    }
    return out.put('}').toBytes();
  }

  private static void write(JsonText out, ShadowBoard.Said said) {
    Forecast forecast = said.forecast();
    name(out, "{\"model\":{\"name\":");
    out.text(forecast.model().name());
    name(out, ",\"version\":");
    out.text(forecast.model().version());
    name(out, ",\"alias\":");
    out.text(forecast.model().alias());
    name(out, "},\"method\":");
    out.text(said.method().text());
    name(out, ",\"feature_time\":");
    out.text(forecast.featureTime().toString());
    name(out, ",\"level\":");
    out.number(forecast.level());
    name(out, ",\"points\":");
    char separator = '[';
    for (ForecastPoint point : forecast.points()) {
      out.put(separator);
      write(out, point);
      separator = ',';
    }
    name(out, "],\"peak\":");
    write(out, forecast);
    out.put('}');
  }

  private static void write(JsonText out, Forecast forecast) {
    name(out, "{\"steps\":");
    out.whole(forecast.peak().steps());
    name(out, ",\"reference\":");
    out.number(Forecaster.reference(forecast));
    name(out, ",\"quantiles\":");
    char separator = '[';
    for (double quantile : forecast.peak().quantiles()) {
      out.put(separator);
      out.number(quantile);
      separator = ',';
    }
    name(out, "]}");
  }

  private static void write(JsonText out, ForecastPoint point) {
    name(out, "{\"ds\":");
    out.text(point.at().toString());
    name(out, ",\"horizon\":");
    out.whole(point.horizon());
    name(out, ",\"yhat\":");
    out.number(point.expected());
    name(out, ",\"yhat_lower\":");
    out.number(point.lower());
    name(out, ",\"yhat_upper\":");
    out.number(point.upper());
    name(out, point.interpolated() ? ",\"interpolated\":true}" : ",\"interpolated\":false}");
  }

  private static void name(JsonText out, String text) {
    out.raw(text.getBytes(StandardCharsets.US_ASCII));
  }
}
