package io.tidewatch.serving.metrics;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tidewatch.mlflow.ModelRegistry;
import io.tidewatch.serving.forecast.Answer;
import io.tidewatch.serving.forecast.Board;
import io.tidewatch.serving.score.HorizonScore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Champion and challenger side by side on live truth: per alias and horizon, all workloads. */
public final class AliasMetrics {
  private final Supplier<Optional<Board>> board;
  private final Supplier<List<HorizonScore>> challenger;

  /**
   * Metrics of both aliases.
   *
   * @param board the champion's board in force
   * @param challenger the challenger's scores, none without one
   */
  public AliasMetrics(Supplier<Optional<Board>> board, Supplier<List<HorizonScore>> challenger) {
    this.board = board;
    this.challenger = challenger;
  }

  /** Registers them; they are read off when they are asked. */
  public void register(PrometheusRegistry registry) {
    gauge(
        registry,
        "tidewatch_serving_alias_wape_percent",
        "100 sum|y-f| / sum y over the last 60 scored steps of each workload.",
        score -> 100 * score.absoluteError() / score.truth());
    gauge(
        registry,
        "tidewatch_serving_alias_pinball_percent",
        "100 sum of both bounds' pinball losses / sum y over the same steps.",
        score -> 100 * score.pinball() / score.truth());
    gauge(
        registry,
        "tidewatch_serving_alias_coverage_ratio",
        "Share of the same steps inside the 90 % interval.",
        HorizonScore::coverage);
    gauge(
        registry,
        "tidewatch_serving_alias_scored_steps",
        "How many steps of all workloads these are.",
        HorizonScore::steps);
  }

  private void gauge(
      PrometheusRegistry registry,
      String name,
      String help,
      ToDoubleFunction<HorizonScore> reading) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("alias", "horizon")
        .callback(gauge -> scores().forEach((alias, all) -> tell(gauge, alias, all, reading)))
        .register(registry);
  }

  private static void tell(
      GaugeWithCallback.Callback gauge,
      String alias,
      List<HorizonScore> scores,
      ToDoubleFunction<HorizonScore> reading) {
    // Without demand there is nothing to be wrong about.
    scores.stream()
        .filter(score -> score.truth() > 0)
        .forEach(
            score ->
                gauge.call(reading.applyAsDouble(score), alias, Integer.toString(score.horizon())));
  }

  private Map<String, List<HorizonScore>> scores() {
    List<Answer> answers = board.get().map(Board::answers).orElse(List.of());
    return Map.of(
        ModelRegistry.CHAMPION,
        HorizonScore.totals(answers.stream().map(Answer::scores).toList()),
        ModelRegistry.CHALLENGER,
        challenger.get());
  }
}
