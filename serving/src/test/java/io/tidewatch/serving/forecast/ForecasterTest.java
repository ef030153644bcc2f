package io.tidewatch.serving.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.Forecast;
import io.tidewatch.domain.Forecast.ModelId;
import io.tidewatch.domain.ForecastPoint;
import io.tidewatch.serving.Examples;
import io.tidewatch.serving.bench.SyntheticPackage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ForecasterTest {
  private static final double EXACT = 1e-9;
  private static final ModelId MODEL = new ModelId("forecast", "3", "champion");
  private static final Instant AT = Instant.parse("2026-11-24T12:00:00Z");
  private final Forecaster forecaster = new Forecaster(Duration.ofSeconds(12));

  @Test
  void a_trained_horizon_is_the_level_times_one_plus_the_output_with_the_conformal_offsets() {
    ForecastPoint ten = Forecaster.point(forecast("gbt", 200, 190, 0.1, 0.2, 0.3), 10);
    assertEquals(240, ten.expected(), EXACT);
    assertEquals(240 - 200 * 0.10, ten.lower(), EXACT);
    assertEquals(240 + 200 * 0.12, ten.upper(), EXACT);
    assertFalse(ten.interpolated());
    assertEquals(AT.plusSeconds(120), ten.at());
  }

  @Test
  void between_trained_horizons_the_line_is_straight_and_marked() {
    Forecast forecast = forecast("gbt", 200, 190, 0.1, 0.2, 0.3);
    ForecastPoint seven = Forecaster.point(forecast, 7);
    assertEquals(228, seven.expected(), EXACT);
    assertEquals(228 - 200 * 0.07, seven.lower(), EXACT);
    assertTrue(seven.interpolated());
    assertEquals(
        List.of(5, 10, 15),
        forecast.points().stream()
            .filter(point -> !point.interpolated())
            .map(ForecastPoint::horizon)
            .toList());
  }

  @Test
  void before_the_first_horizon_it_starts_at_the_last_value_and_widens_like_a_random_walk() {
    ForecastPoint one = Forecaster.point(forecast("gbt", 200, 190, 0.1, 0.2, 0.3), 1);
    assertEquals(190 + (220 - 190) / 5.0, one.expected(), EXACT);
    assertEquals(one.expected() - 200 * 0.05 * Math.sqrt(0.2), one.lower(), EXACT);
    assertEquals(one.expected() + 200 * 0.06 * Math.sqrt(0.2), one.upper(), EXACT);
  }

  @Test
  void the_peak_is_measured_from_the_level_or_the_first_horizon_whichever_is_higher() {
    Forecast rising = forecast("gbt", 200, 190, 0.1, 0.2, 0.3);
    assertEquals(220, Forecaster.reference(rising), EXACT);
    assertEquals(220 + 200 * (-0.05 + 0.0015 * 50), rising.peak().quantile(0.5), 1e-6);
    Forecast falling = forecast("gbt", 200, 190, -0.1, -0.2, -0.3);
    assertEquals(200, Forecaster.reference(falling), EXACT);
    assertEquals(5, falling.peak().steps());
  }

  @Test
  void a_workload_whose_best_method_is_the_last_value_keeps_it() {
    Forecast flat = forecast("last-value", 200, 190, 0.1, 0.2, 0.3);
    assertEquals(190, Forecaster.point(flat, 3).expected(), EXACT);
    assertEquals(190, Forecaster.point(flat, 15).expected(), EXACT);
    assertEquals(190 + 200 * 0.18, Forecaster.point(flat, 15).upper(), EXACT);
  }

  @Test
  void a_seasonal_workload_repeats_yesterday_and_where_that_is_unknown_the_last_value() {
    Forecast seasonal = forecast("seasonal-naive", 200, 190, 0, 0, 0);
    assertEquals(150, Forecaster.point(seasonal, 5).expected(), EXACT);
    assertEquals(190, Forecaster.point(seasonal, 10).expected(), EXACT);
    assertEquals(170, Forecaster.point(seasonal, 15).expected(), EXACT);
  }

  @Property
  void whatever_a_model_says_demand_is_never_negative_and_bounds_never_cross(
      @ForAll @DoubleRange(min = 0.01, max = 1e6) double level,
      @ForAll @DoubleRange(max = 1e6) double last,
      @ForAll @DoubleRange(min = -5, max = 5) double h5,
      @ForAll @DoubleRange(min = -5, max = 5) double h10,
      @ForAll @DoubleRange(min = -5, max = 5) double h15) {
    Forecast forecast = forecast("gbt", level, last, h5, h10, h15);
    assertEquals(15, forecast.points().size());
    for (ForecastPoint point : forecast.points()) {
      assertTrue(point.expected() >= 0 && point.lower() >= 0 && point.lower() <= point.upper());
    }
    assertTrue(forecast.peak().quantile(0) >= 0);
  }

  private Forecast forecast(String method, double level, double last, double... outputs) {
    Present now =
        new Present(
            Examples.WEB,
            AT,
            AT,
            level,
            last,
            List.of(OptionalDouble.of(150), OptionalDouble.empty(), OptionalDouble.of(170)));
    return forecaster.forecast(MODEL, SyntheticPackage.entry(method), now, outputs);
  }
}
