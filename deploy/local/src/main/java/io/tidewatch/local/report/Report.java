package io.tidewatch.local.report;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a report shows.
 *
 * @param title what was run
 * @param about where the demand comes from, in a sentence
 * @param simulated what is computed by the simulator and what was measured, in a sentence
 * @param machine what it ran on, in a few words
 * @param rows what landed; empty for a backtest of files
 * @param logStory how an incident of the past showed in the logs
 * @param notes what a reader must know, for example that there is no champion
 * @param urls addresses by what they are
 * @param running whether the addresses still answer
 * @param next what to do next: commands with what they do
 * @param seconds from the first step to the last, by step
 */
public record Report(
    String title,
    String about,
    String simulated,
    Instant madeAt,
    String machine,
    Optional<Rows> rows,
    Optional<LogStory> logStory,
    Accuracy accuracy,
    Scoreboard scoreboard,
    List<Curve> curves,
    double costPerPodHour,
    List<ModelVersion> models,
    List<String> notes,
    Decisions decisions,
    Map<String, String> urls,
    boolean running,
    Map<String, String> next,
    Map<String, Double> seconds,
    double peakRssMib) {
  public Report {
    curves = List.copyOf(curves);
    models = List.copyOf(models);
    notes = List.copyOf(notes);
    urls = new LinkedHashMap<>(urls);
    next = new LinkedHashMap<>(next);
    seconds = new LinkedHashMap<>(seconds);
  }

  /**
   * What has landed in the feature store.
   *
   * @param templates the kinds of lines that were found among the log lines
   */
  public record Rows(long metrics, long logLines, long templates, long gaps, long features) {}

  /** The whole time. */
  public double totalSeconds() {
    return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** The link to a model version in MLflow's own UI, if that server's address is known. */
  public Optional<String> link(ModelVersion model) {
    return Optional.ofNullable(urls.get("mlflow"))
        .map(url -> url + "/#/models/" + model.name() + "/versions/" + model.version());
  }
}
