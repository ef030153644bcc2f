package io.tidewatch.local.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** The report as the one JSON object that benchmarks read; its fields are always there. */
public final class JsonReport {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Report report;

  public JsonReport(Report report) {
    this.report = report;
  }

  /** The text of the object. */
  public String text() {
    return object().toPrettyString() + System.lineSeparator();
  }

  ObjectNode object() {
    ObjectNode root = JSON.createObjectNode();
    root.putObject("rows_landed")
        .put("metrics", report.rows().map(Report.Rows::metrics).orElse(0L))
        .put("log_lines", report.rows().map(Report.Rows::logLines).orElse(0L))
        .put("log_templates", report.rows().map(Report.Rows::templates).orElse(0L));
    report.logStory().flatMap(JsonReport::lead).ifPresent(lead -> root.put("log_lead_min", lead));
    report.accuracy().cells().forEach(cell -> addTo(array(root, "forecast"), cell));
    array(root, "forecast");
    report.scoreboard().lines().forEach(line -> addTo(array(root, "autoscale"), line));
    array(root, "autoscale");
    ArrayNode variations = array(root, "autoscale_variations");
    report.scoreboard().prices().forEach(line -> addTo(variations, line));
    report.scoreboard().misjudged().forEach(line -> addTo(variations, line));
    root.put("decisions", report.decisions().count());
    // Nothing looks for anomalies yet; the field is part of the contract.
    array(root, "anomalies");
    report.models().forEach(model -> addTo(array(root, "models"), model));
    array(root, "models");
    root.put("seconds", Math.round(10 * report.totalSeconds()) / 10.0);
    root.put("peak_rss_mib", Math.round(report.peakRssMib()));
    ObjectNode urls = root.putObject("urls");
    report.urls().forEach(urls::put);
    addByWorkload(array(root, "autoscale_by_workload"));
    ObjectNode steps = root.putObject("seconds_by_step");
    report.seconds().forEach((step, seconds) -> steps.put(step, Math.round(10 * seconds) / 10.0));
    ArrayNode notes = array(root, "notes");
    report.notes().forEach(notes::add);
    return root;
  }

  private static Optional<Long> lead(LogStory story) {
    return story.lead().isPresent() ? Optional.of(story.lead().getAsLong()) : Optional.empty();
  }

  private static ArrayNode array(ObjectNode parent, String name) {
    return parent.withArrayProperty(name);
  }

  private static void addTo(ArrayNode forecast, ForecastCell cell) {
    ObjectNode node =
        forecast
            .addObject()
            .put("workload", cell.workload())
            .put("horizon", cell.horizon())
            .put("method", cell.method())
            .put("wape", cell.wape())
            .put("origins", cell.origins());
    cell.coverage90().ifPresent(coverage -> node.put("coverage90", coverage));
  }

  private static void addTo(ArrayNode autoscale, Scoreboard.Line line) {
    ObjectNode node =
        autoscale
            .addObject()
            .put("policy", line.policy())
            .put("violation_min", line.violationMinutes())
            .put("pod_hours", line.podHours())
            .put("relative", line.relative())
            .put("savings_pod_hours", line.savings());
    line.regret().ifPresent(regret -> node.put("regret_pod_hours", regret));
  }

  private static void addTo(ArrayNode models, ModelVersion model) {
    models
        .addObject()
        .put("name", model.name())
        .put("version", model.version())
        .put("alias", model.alias());
  }

  private void addByWorkload(ArrayNode all) {
    for (String trace : report.scoreboard().traces()) {
      for (PolicyRun run : report.scoreboard().of(trace)) {
        all.addObject()
            .put("workload", trace)
            .put("policy", run.policy())
            .put("violation_min", run.violationMinutes())
            .put("pod_hours", run.podHours())
            .put("relative", run.relative());
      }
    }
  }
}
