package io.tidewatch.local.live;

import io.tidewatch.local.report.Numbers;
import io.tidewatch.local.report.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The results as a table of text. */
final class LiveTable {
  private static final Map<String, String> SIMULATED =
      Map.of("hpa", "HPA, simulated", "oracle", "optimum, simulated");

  private final LiveReport report;

  LiveTable(LiveReport report) {
    this.report = report;
  }

  /** Its heads and rows, for every form of report. */
  List<String> heads() {
    return List.of(
        "policy", "violation min", "pod-hours", "p95", "requests", "failed", "most pods");
  }

  List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    for (SideResult side : report.sides()) {
      rows.add(
          List.of(
              side.side().label(),
              String.valueOf(side.violationMinutes()),
              Numbers.fixed(side.podHours(), 2),
              side.p95Millis().isPresent()
                  ? Numbers.fixed(side.p95Millis().getAsDouble() / 1e3, 2) + " s"
                  : "–",
              Numbers.grouped(side.requests()),
              Numbers.grouped(side.failed()),
              String.valueOf(mostPods(side))));
    }
    report
        .band()
        .ifPresent(
            band ->
                rows.add(
                    List.of(
                        "noise band |A − B|",
                        Numbers.short3(band.violationMinutes()),
                        Numbers.fixed(band.podHours(), 2),
                        "",
                        "",
                        "",
                        "")));
    for (Simulation simulation : report.simulated()) {
      rows.add(
          List.of(
              SIMULATED.get(simulation.policy()),
              Numbers.fixed(simulation.violationMinutes(), 2),
              Numbers.fixed(simulation.podHours(), 2),
              "",
              "",
              "",
              ""));
    }
    return rows;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        "%d nominal minutes in %d; a minute is violated if its p95 exceeds %.0f s or a request"
                .formatted(
                    report.plan().steps(), report.plan().minutes(), LivePlan.SLO_MILLIS / 1e3)
            + " failed");
    TextTable table = new TextTable(heads().toArray(String[]::new));
    rows().forEach(row -> table.row(row.toArray(String[]::new)));
    lines.addAll(table.lines());
    lines.addAll(facts());
    report.notes().forEach(note -> lines.add("  Note: " + note));
    return lines;
  }

  private List<String> facts() {
    double[] starts = report.starts();
    String pods =
        starts.length == 0
            ? "no pod was added"
            : "%d pods were added, Ready %.1f s after their creation in the middle, %.0f s at most"
                .formatted(starts.length, starts[starts.length / 2], starts[starts.length - 1]);
    return List.of(
        "  %s; the load generator was %.1f ms late at p99".formatted(pods, report.lateMillis()));
  }

  private int mostPods(SideResult side) {
    return (int)
        report.quarters().stream().mapToDouble(at -> side.replicas().at(at)).max().orElse(0);
  }
}
