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
    report.sides().forEach(side -> rows.add(row(side)));
    report
        .band()
        .ifPresent(
            band ->
                rows.add(
                    row(
                        band.ofThisRun() ? "noise band |A − B|" : "noise band, measured before",
                        band.violationMinutes(),
                        band.podHours())));
    for (Simulation simulation : report.simulated()) {
      String name = SIMULATED.get(simulation.policy());
      rows.add(row(name, simulation.violationMinutes(), simulation.podHours()));
    }
    return rows;
  }

  private List<String> row(SideResult side) {
    String p95 =
        side.p95Millis().isPresent()
            ? Numbers.fixed(side.p95Millis().getAsDouble() / 1e3, 2) + " s"
            : "–";
    return List.of(
        side.side().label(),
        String.valueOf(side.violationMinutes()),
        Numbers.fixed(side.podHours(), 2),
        p95,
        Numbers.grouped(side.requests()),
        Numbers.grouped(side.failed()),
        String.valueOf(mostPods(side)));
  }

  private static List<String> row(String name, double violationMinutes, double podHours) {
    String minutes = Numbers.short3(violationMinutes);
    return List.of(name, minutes, Numbers.fixed(podHours, 2), "", "", "", "");
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
    report
        .band()
        .filter(band -> !band.ofThisRun())
        .ifPresent(band -> lines.add("  The noise band is " + band.origin()));
    lines.addAll(new OursText(report).lines());
    report.landed().ifPresent(landed -> lines.add("  " + landed.sentence()));
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
