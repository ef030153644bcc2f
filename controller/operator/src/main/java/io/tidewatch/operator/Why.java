package io.tidewatch.operator;

import io.tidewatch.policy.Reason;
import java.util.Objects;

/** One link of a reason chain as people and records read it: a stable code and a sentence. */
public record Why(String code, String text) {
  private static final int LONGEST = 200;

  public Why {
    Objects.requireNonNull(code, "code");
    // Texts of other servers end up here; a record has 8 KiB for everything.
    text = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }

  /** A reason of the policy. */
  static Why of(Reason reason) {
    return new Why(reason.code().code(), reason.text());
  }

  /** The server of the metrics cannot be asked, or not this. */
  static Why metricsDown(String text) {
    return new Why("MetricsDown", text);
  }

  /** The query was answered, but without a usable value for this workload. */
  static Why noValue(String text) {
    return new Why("NoValue", text);
  }

  /** The query yields more than one series for this workload. */
  static Why severalSeries(String text) {
    return new Why("SeveralSeries", text);
  }

  /** Not even the present count is known, so there is nothing to decide about. */
  static Why unknownReplicas() {
    return new Why("UnknownReplicas", "the present count of pods is unknown: nothing is decided");
  }

  /** A floor of better days is kept although the forecast is gone. */
  static Why frozen(int pods) {
    return new Why("Frozen", "without a forecast the last floor is kept until it expires: " + pods);
  }

  /** The forecast server cannot be reached. */
  static Why servingDown(String text) {
    return new Why("ServingDown", text);
  }

  /** The forecast server did not answer in time. */
  static Why servingTimeout(String text) {
    return new Why("ServingTimeout", text);
  }

  /** The forecast server answered with an error. */
  static Why servingError(String text) {
    return new Why("ServingError", text);
  }

  /** The forecast server's answer is no forecast. */
  static Why forecastInvalid(String text) {
    return new Why("ForecastInvalid", text);
  }
}
