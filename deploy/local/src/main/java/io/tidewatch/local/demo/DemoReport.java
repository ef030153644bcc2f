package io.tidewatch.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tidewatch.local.IngestNews;
import io.tidewatch.local.report.Accuracy;
import io.tidewatch.local.report.Backtest;
import io.tidewatch.local.report.LogStory;
import io.tidewatch.local.report.Machine;
import io.tidewatch.local.report.Report;
import io.tidewatch.local.report.ResultFile;
import io.tidewatch.local.report.Scoreboard;
import io.tidewatch.local.report.Training;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers what the parts of a demo have left into one report. */
record DemoReport(Demand demand, DemoOptions options, Workspace workspace, Ports ports) {
  private static final String SIMULATED =
      "Measured: rows, forecast errors, seconds, memory, and everything that the live part shows."
          + " Simulated: pods, pod-hours and violation minutes, computed from the held-out demand"
          + " by the simulator, which applies the HPA’s published rules on a"
          + " 15 s grid; no pod was started. A violation is a 15 s step in which demand exceeds"
          + " what the ready pods carry.";

  Report build(
      Instant now,
      Sources sources,
      Optional<LogStory> logStory,
      LiveOutcome live,
      Map<String, Double> seconds,
      double peakRssMib) {
    Training training =
        ResultFile.read(workspace.results().resolve("train.json"), Training.class)
            .orElseGet(() -> Training.none("the training has left no result"));
    Backtest backtest =
        ResultFile.read(workspace.results().resolve("backtest.json"), Backtest.class)
            .orElseGet(Backtest::none);
    return new Report(
        demand.title(),
        demand.about(),
        SIMULATED,
        now,
        Machine.describe(),
        Optional.of(rows(training, live.landed())),
        logStory,
        new Accuracy(training.forecast()),
        new Scoreboard(backtest.runs()),
        backtest.curves(),
        backtest.costPerPodHour(),
        training.models(),
        notes(training, live),
        live.decisions(),
        urls(sources),
        options.keep(),
        next(),
        seconds,
        peakRssMib);
  }

  private Report.Rows rows(Training training, IngestNews live) {
    JsonNode ingest = result("ingest.json");
    JsonNode features = result("features.json");
    return new Report.Rows(
        ingest.path("rows").path("metrics").asLong() + live.metrics(),
        ingest.path("rows").path("log_lines").asLong() + live.logLines(),
        ingest.path("rows").path("log_templates").asLong(),
        ingest.path("gaps").asLong(),
        features.path("rows").asLong(training.rows()));
  }

  private JsonNode result(String name) {
    return ResultFile.read(workspace.results().resolve(name), JsonNode.class)
        .orElseGet(MissingNode::getInstance);
  }

  private List<String> notes(Training training, LiveOutcome live) {
    List<String> notes = new ArrayList<>();
    live.trouble().ifPresent(notes::add);
    if (!training.champion()) {
      notes.add(
          "This run's model was not made the champion: "
              + training.reason()
              + ". Without a champion every decision is the plain HPA's, and nothing is lost"
              + " against it.");
    }
    if (live.decisions().count() == 0 && options.seconds() > 0) {
      notes.add(
          "The controller took no decision in the live part; "
              + workspace.processes().resolve("controller.log")
              + " tells why.");
    }
    return notes;
  }

  private Map<String, String> urls(Sources sources) {
    Map<String, String> urls = new LinkedHashMap<>();
    urls.put("mlflow", sources.mlflow().toString());
    urls.put("prometheus", sources.prometheus().url().toString());
    if (demand.server().isPresent()) {
      urls.put("own metrics", ports.prometheusUrl().toString());
    }
    sources.loki().ifPresent(loki -> urls.put("logs", loki + "/ready"));
    urls.put("forecasts", ports.servingUrl() + "/predict/traffic");
    urls.put("models", ports.servingUrl() + "/models");
    urls.put("decisions", ports.controllerUrl() + "/decisions");
    return urls;
  }

  private Map<String, String> next() {
    Map<String, String> next = new LinkedHashMap<>();
    if (!options.keep()) {
      next.put("./tidewatch demo --keep", "leave everything running and look around in MLflow");
    }
    demand.next().forEach(entry -> next.put(entry.get(0), entry.get(1)));
    next.put("./tidewatch help", "the commands for real work");
    return next;
  }
}
