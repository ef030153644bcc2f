package io.tidewatch.local.benchlive;

import io.tidewatch.local.report.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The runs for a reader, and whether the targets were met. */
final class BenchTable {
  static final double SCALE_OUT_TARGET = 30;

  private BenchTable() {}

  static List<String> lines(List<Run> runs) {
    TextTable table =
        new TextTable(
            "scenario",
            "run",
            "pods",
            "seconds",
            "a pod Ready: min",
            "median",
            "max",
            "requests",
            "lost",
            "p95 ms",
            "load avg");
    runs.forEach(run -> row(table, run));
    List<String> lines = new ArrayList<>(table.lines());
    verdict(runs, lines);
    runs.stream().filter(run -> run.lost() > 0).forEach(run -> lines.add(lost(run)));
    runs.stream()
        .filter(run -> !run.load().map(LoadOutcome::trusted).orElse(true))
        .forEach(
            run -> lines.add("  attention: in " + name(run) + " the generator itself was late"));
    return lines;
  }

  private static void row(TextTable table, Run run) {
    List<Double> pods = run.pods().stream().map(PodReady::seconds).sorted().toList();
    boolean none = pods.isEmpty();
    table.row(
        run.scenario().key(),
        String.valueOf(run.number()),
        String.valueOf(run.size()),
        one(run.seconds()),
        none ? "" : one(pods.get(0)),
        none ? "" : one(pods.get(pods.size() / 2)),
        none ? "" : one(pods.get(pods.size() - 1)),
        run.load().map(load -> String.valueOf(load.offered())).orElse(""),
        run.load().map(load -> String.valueOf(load.lostInAll())).orElse(""),
        run.load().map(load -> millis(load)).orElse(""),
        one(run.busy()));
  }

  private static void verdict(List<Run> runs, List<String> lines) {
    runs.stream()
        .filter(run -> run.scenario() == Scenario.SCALE_OUT)
        .mapToDouble(Run::seconds)
        .max()
        .ifPresent(
            slowest ->
                lines.add(
                    "  2 to 20 pods: slowest run "
                        + one(slowest)
                        + " s, target "
                        + one(SCALE_OUT_TARGET)
                        + " s: "
                        + (slowest <= SCALE_OUT_TARGET ? "met" : "missed")));
    long lost = runs.stream().mapToLong(Run::lost).sum();
    long loaded = runs.stream().filter(run -> run.load().isPresent()).count();
    if (loaded > 0) {
      lines.add(
          "  lost requests in "
              + loaded
              + " runs under load: "
              + lost
              + ", target 0: "
              + (lost == 0 ? "met" : "missed"));
    }
  }

  private static String lost(Run run) {
    LoadOutcome load = run.load().orElseThrow();
    String kinds =
        load.lost().entrySet().stream().map(BenchTable::kind).collect(Collectors.joining(", "));
    return "  "
        + name(run)
        + ": "
        + kinds
        + "; one by one in "
        + load.folder().resolve("failures.jsonl");
  }

  private static String kind(Map.Entry<String, Long> kind) {
    return kind.getValue() + " " + kind.getKey();
  }

  private static String name(Run run) {
    return run.scenario().key() + " " + run.number();
  }

  private static String millis(LoadOutcome load) {
    return load.p95Millis().isPresent()
        ? String.valueOf(Math.round(load.p95Millis().getAsDouble()))
        : "";
  }

  private static String one(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
