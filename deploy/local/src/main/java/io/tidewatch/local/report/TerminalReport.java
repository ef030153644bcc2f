package io.tidewatch.local.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The report as a few tables of text. */
public final class TerminalReport {
  private final Report report;

  public TerminalReport(Report report) {
    this.report = report;
  }

  /** The lines to print. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    report
        .rows()
        .ifPresent(
            rows ->
                lines.add(
                    "Rows landed: %s metrics, %s log lines of %s templates, %s features, %d gaps"
                        .formatted(
                            Numbers.grouped(rows.metrics()),
                            Numbers.grouped(rows.logLines()),
                            Numbers.grouped(rows.templates()),
                            Numbers.grouped(rows.features()),
                            rows.gaps())));
    report.logStory().map(LogStory::sentence).ifPresent(lines::add);
    forecast(lines);
    autoscale(lines);
    report.models().forEach(model -> lines.add("Model: " + describe(model)));
    decisions(lines);
    report.notes().forEach(note -> lines.add("Note: " + note));
    return lines;
  }

  private void forecast(List<String> lines) {
    Accuracy accuracy = report.accuracy();
    if (accuracy.cells().isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(
        "Forecast error on held-out days, WAPE in %% (%d of %d beat both baselines)"
            .formatted(accuracy.won(), accuracy.played()));
    List<String> heads = new ArrayList<>(List.of("workload", "minutes"));
    accuracy.methods().forEach(method -> heads.add(ForecastTable.name(method)));
    TextTable table = new TextTable(heads.toArray(String[]::new));
    for (String workload : accuracy.workloads()) {
      for (int horizon : accuracy.horizons()) {
        List<String> row = new ArrayList<>(List.of(workload, String.valueOf(horizon)));
        for (String method : accuracy.methods()) {
          Optional<ForecastCell> cell = accuracy.cell(workload, horizon, method);
          row.add(cell.map(c -> Numbers.fixed(c.wape(), 2)).orElse("–"));
        }
        table.row(row.toArray(String[]::new));
      }
    }
    lines.addAll(table.lines());
  }

  private void autoscale(List<String> lines) {
    if (report.scoreboard().lines().isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(
        "Replay of the held-out days, pod start-up 60 s; savings and regret against "
            + report.scoreboard().reference());
    TextTable table =
        new TextTable("policy", "pod-hours", "x optimum", "violation min", "savings", "regret");
    for (Scoreboard.Line line : report.scoreboard().lines()) {
      table.row(
          line.policy(),
          Numbers.fixed(line.podHours(), 1),
          Numbers.fixed(line.relative(), 2),
          Numbers.fixed(line.violationMinutes(), 2),
          Numbers.signed(line.savings(), 1),
          line.regret().isPresent() ? Numbers.fixed(line.regret().getAsDouble(), 1) : "–");
    }
    lines.addAll(table.lines());
    lines.add("");
  }

  private void decisions(List<String> lines) {
    if (report.decisions().count() == 0) {
      return;
    }
    lines.add("");
    lines.add("Live decisions: " + report.decisions().count() + "; the newest of each workload");
    TextTable table = new TextTable("workload", "demand", "pods", "wanted", "HPA", "forecast");
    for (Decisions.Line line : report.decisions().latest()) {
      table.row(
          line.workload(),
          line.demand(),
          line.before(),
          line.wanted(),
          line.hpa(),
          line.trusted() ? "trusted" : "not trusted");
    }
    lines.addAll(table.lines());
  }

  private static String describe(ModelVersion model) {
    String alias = model.alias().isEmpty() ? "not promoted" : model.alias();
    return model.name() + " version " + model.version() + ", " + alias;
  }
}
