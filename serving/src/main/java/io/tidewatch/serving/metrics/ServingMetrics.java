package io.tidewatch.serving.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tidewatch.domain.Forecast.ModelId;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.serving.forecast.Answer;
import io.tidewatch.serving.forecast.Board;
import io.tidewatch.serving.model.LoadedModel;
import io.tidewatch.serving.score.HorizonScore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** What serving tells Prometheus; states are read off the board in force when they are asked. */
public final class ServingMetrics {
  private static final double[] INFERENCE_BOUNDS = {
    1e-5, 1e-4, 5e-4, 1e-3, 5e-3, 1e-2, 5e-2, 0.1, 0.5, 1, 5
  };
  private static final double[] PASS_BOUNDS = {0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60};

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Supplier<Optional<Board>> board;
  private final ToIntFunction<WorkloadId> leadHorizon;
  private final Clock clock;
  private final Histogram inference;
  private final Histogram pass;
  private final Counter refreshes;
  private final Counter shadows;

  /**
   * Registers every metric.
   *
   * @param board the board in force
   * @param leadHorizon the horizon that covers a workload's lead time, of which accuracy is told
   */
  public ServingMetrics(
      Supplier<Optional<Board>> board, ToIntFunction<WorkloadId> leadHorizon, Clock clock) {
    this.board = board;
    this.leadHorizon = leadHorizon;
    this.clock = clock;
    this.inference = inference();
    this.pass = pass();
    this.refreshes = refreshes();
    this.shadows = shadows();
    accuracy();
    errors();
    coverage();
    staleness();
    model();
  }

  /** Where everything is registered. */
  public PrometheusRegistry registry() {
    return registry;
  }

  /** Notes one call of the graph of a forecast, in seconds. */
  public void inferred(double seconds) {
    inference.labelValues("forecast").observe(seconds);
  }

  /** Notes one call of the graph of an anomaly model, in seconds. */
  public void detected(double seconds) {
    inference.labelValues("anomaly").observe(seconds);
  }

  /** Notes one answer of the optimiser, in seconds. */
  public void optimized(double seconds) {
    inference.labelValues("optimizer").observe(seconds);
  }

  /** Notes one pass over all workloads, in seconds. */
  public void passed(double seconds) {
    pass.observe(seconds);
  }

  /** Notes how a look at the registry ended. */
  public void refreshed(String outcome) {
    refreshes.labelValues(outcome).inc();
  }

  /** Notes how a pass of the challenger ended. */
  public void shadowed(String outcome) {
    shadows.labelValues(outcome).inc();
  }

  private Counter shadows() {
    return Counter.builder()
        .name("tidewatch_serving_shadow_passes_total")
        .help("Steps at which the challenger was asked what the champion was, by how they ended.")
        .labelNames("outcome")
        .register(registry);
  }

  private Histogram inference() {
    Histogram histogram =
        Histogram.builder()
            .name("aiops_model_inference_seconds")
            .help("Time of one call of a model, which may answer for many workloads.")
            .labelNames("model_type")
            .classicOnly()
            .classicUpperBounds(INFERENCE_BOUNDS)
            .register(registry);
    // There from the start, so that a rate over it exists.
    histogram.initLabelValues("forecast");
    histogram.initLabelValues("anomaly");
    histogram.initLabelValues("optimizer");
    return histogram;
  }

  private Histogram pass() {
    return Histogram.builder()
        .name("tidewatch_serving_pass_seconds")
        .help("Time from a settled step to the published forecasts of all workloads.")
        .classicOnly()
        .classicUpperBounds(PASS_BOUNDS)
        .register(registry);
  }

  private Counter refreshes() {
    return Counter.builder()
        .name("tidewatch_serving_model_refreshes_total")
        .help("Looks at the model registry, by how they ended.")
        .labelNames("outcome")
        .register(registry);
  }

  private void accuracy() {
    GaugeWithCallback.builder()
        .name("aiops_prediction_accuracy")
        .help(
            "max(0, 1 - sum|y-f| / sum y) over the last 60 scored steps, at the horizon that"
                + " covers the lead time; absent when nothing was scored or demanded.")
        .labelNames("namespace", "workload")
        .callback(gauge -> answers().forEach(answer -> accuracy(gauge, answer)))
        .register(registry);
  }

  private void accuracy(GaugeWithCallback.Callback gauge, Answer answer) {
    int lead = leadHorizon.applyAsInt(answer.workload());
    answer.scores().stream()
        .filter(score -> score.horizon() == lead)
        .map(HorizonScore::accuracy)
        .filter(OptionalDouble::isPresent)
        .forEach(accuracy -> gauge.call(accuracy.getAsDouble(), namespace(answer), name(answer)));
  }

  private void errors() {
    perHorizon(
        "tidewatch_serving_forecast_wape_percent",
        "100 sum|y-f| / sum y over the last 60 scored steps.",
        score ->
            score.truth() > 0
                ? OptionalDouble.of(100 * score.absoluteError() / score.truth())
                : OptionalDouble.empty());
  }

  private void coverage() {
    perHorizon(
        "tidewatch_serving_interval_coverage_ratio",
        "Share of the last 60 scored steps inside the 90 % interval.",
        score -> OptionalDouble.of(score.coverage()));
  }

  /** A number of a score that may not exist. */
  private interface Reading {
    OptionalDouble of(HorizonScore score);
  }

  private void perHorizon(String name, String help, Reading reading) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("namespace", "workload", "horizon")
        .callback(
            gauge -> {
              for (Answer answer : answers()) {
                for (HorizonScore score : answer.scores()) {
                  String horizon = Integer.toString(score.horizon());
                  reading
                      .of(score)
                      .ifPresent(v -> gauge.call(v, namespace(answer), name(answer), horizon));
                }
              }
            })
        .register(registry);
  }

  private void staleness() {
    GaugeWithCallback.builder()
        .name("tidewatch_serving_data_staleness_seconds")
        .help("Age of the newest demand sample; absent where there is none.")
        .labelNames("namespace", "workload")
        .callback(
            gauge -> {
              Instant now = clock.instant();
              for (Answer answer : answers()) {
                answer
                    .newestSample()
                    .map(sample -> Duration.between(sample, now).toMillis() / 1_000.0)
                    .ifPresent(age -> gauge.call(age, namespace(answer), name(answer)));
              }
            })
        .register(registry);
  }

  private void model() {
    GaugeWithCallback.builder()
        .name("tidewatch_serving_model_in_use")
        .help("1 for the model that forecasts now; absent without one.")
        .labelNames("name", "version", "alias", "origin")
        .callback(gauge -> board.get().flatMap(Board::model).ifPresent(m -> model(gauge, m)))
        .register(registry);
  }

  private static void model(GaugeWithCallback.Callback gauge, LoadedModel model) {
    ModelId id = model.id();
    gauge.call(1, id.name(), id.version(), id.alias(), model.origin().text());
  }

  private Iterable<Answer> answers() {
    return board.get().map(Board::answers).orElse(List.of());
  }

  private static String namespace(Answer answer) {
    return answer.workload().namespace();
  }

  /** A Deployment by its name, another kind with the kind, so that no two are the same. */
  private static String name(Answer answer) {
    WorkloadId id = answer.workload();
    return WorkloadId.DEPLOYMENT.equals(id.kind()) ? id.name() : id.kind() + "/" + id.name();
  }
}
