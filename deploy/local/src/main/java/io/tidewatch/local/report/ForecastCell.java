package io.tidewatch.local.report;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.OptionalDouble;

/**
 * The held-out error of one method.
 *
 * @param workload whose demand; a trace's name in a backtest
 * @param horizon minutes ahead
 * @param wape Σ|y−f|/Σy in percent
 * @param origins how many forecasts were scored
 * @param coverage90 share of the demand inside the 90 % interval, in percent
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ForecastCell(
    @JsonAlias("trace") String workload,
    int horizon,
    String method,
    double wape,
    int origins,
    OptionalDouble coverage90) {
  /** Our own method's name; the others are baselines. */
  public static final String OURS = "tidewatch";

  public ForecastCell {
    workload = workload == null ? "all" : workload;
    coverage90 = coverage90 == null ? OptionalDouble.empty() : coverage90;
    if (coverage90.isPresent() && coverage90.getAsDouble() <= 1) {
      coverage90 = OptionalDouble.of(100 * coverage90.getAsDouble());
    }
  }

  boolean isOurs() {
    return method.equals(OURS);
  }
}
