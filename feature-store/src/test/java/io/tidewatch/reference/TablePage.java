package io.tidewatch.reference;

import io.tidewatch.table.Column;
import io.tidewatch.table.TableContract;
import io.tidewatch.table.Tables;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes docs/reference/tables.md out of the table contracts. */
final class TablePage {
  private static final String HEAD =
      """
      # Tables

      Generated from the code: `Tables`. Each is a Delta table in a folder of its name in the store.

      - Rows are only ever added: what was wrong or missing is added again with the time at which that became known. Of the
        rows that have the same key but for `known_at`, the one that became known last counts; training leaves out what became
        known after its cut-off.
      - A table has a version. Columns are only ever added, and an older row lacks them; a table of a newer version is refused.
      - `maintain` removes rows beyond the days they are kept; `--retention` changes that.
      """;

  private static final Map<String, String> COLUMNS =
      Map.ofEntries(
          Map.entry("namespace", "the workload's namespace"),
          Map.entry("kind", "the workload's kind, such as Deployment"),
          Map.entry(
              "workload",
              "the workload's name; in tables without `namespace` as namespace/name or"
                  + " namespace/kind/name"),
          Map.entry("pod", "the pod's name; empty for the whole workload"),
          Map.entry("metric", "the name of the catalogue's query"),
          Map.entry("ts", "when it was so: the end of its step"),
          Map.entry("value", "the value, in the query's unit"),
          Map.entry("known_at", "when we could know it"),
          Map.entry("backfilled", "whether it was read long after; then known_at is ts + settle"),
          Map.entry("day", "the UTC date of ts"),
          Map.entry("from_ts", "the end of the step before the first that is missing"),
          Map.entry("to_ts", "the last step that is missing"),
          Map.entry("reason", "one word for why"),
          Map.entry("detail", "what the server said"),
          Map.entry("recorded_at", "when the row was written"),
          Map.entry("open", "whether it is to be read again; the last row of a gap counts"),
          Map.entry("feature_set", "name, version and fingerprint of the set"),
          Map.entry("vector", "the features, in the set's order"),
          Map.entry("level", "trace, debug, info, warn, error, fatal or unknown"),
          Map.entry("template", "the template's id, the same whenever and wherever it is found"),
          Map.entry("line", "the text, masked"),
          Map.entry("count", "how many lines"),
          Map.entry("first_seen", "when the workload wrote the first line of that template"),
          Map.entry("number", "the template's place in the order of finding"),
          Map.entry("text", "the template, parameters as placeholders"),
          Map.entry("score", "0 to 1, higher is stranger; 0.5 is usual"),
          Map.entry("anomaly", "whether the score is above the model's threshold"),
          Map.entry("severity", "info, warning or critical"),
          Map.entry(
              "attribution", "JSON: the features that raised the score most, and to which side"),
          Map.entry("model_version", "the version of the registered model"),
          Map.entry("id", "names the event, so that a repeated job records it once"),
          Map.entry("model", "the registered model, such as forecast"),
          Map.entry("version", "the version that was judged"),
          Map.entry("champion", "the version that decides after it; empty if there is none"),
          Map.entry("action", "promoted, refused, held, demoted or retrain"),
          Map.entry("actor", "who did it: gate, evaluate, or manual for a person in MLflow"),
          Map.entry("why", "the reason in one line"),
          Map.entry("gate", "the gate's table as JSON, where there was one"),
          Map.entry("forecast_version", "the forecast whose decisions were replayed"),
          Map.entry("kappa", "price of a violated minute, in minutes of all its usual pods"),
          Map.entry("trusted_target", "utilisation in force while forecasts are trusted"),
          Map.entry("departs", "whether they are others than the fleet's"),
          Map.entry("minutes", "how many minutes were replayed, 0 if none could be"),
          Map.entry("prior_pod_hours", "the same of the fleet's parameters"),
          Map.entry("prior_violation_minutes", "the same of the fleet's parameters"),
          Map.entry("cpu_target", "cores that a pod should ask for; absent without enough data"),
          Map.entry("memory_target", "bytes that a pod should ask for; absent without enough data"),
          Map.entry("evidence", "what every candidate cost on both parts, as JSON"),
          Map.entry("controller", "names the controller for as long as its state folder lives"),
          Map.entry("epoch", "when that process of it began, in seconds since 1970"),
          Map.entry("sequence", "grows by one with every decision of a controller"),
          Map.entry("mode", "observe, recommend, canary or act"),
          Map.entry("demand", "what was measured; missing where it was unknown"),
          Map.entry("ready_replicas", "pods that were ready; missing where that was unknown"),
          Map.entry("before", "pods, ready and starting, before the decision"),
          Map.entry("wanted", "pods that the decision asks for"),
          Map.entry("hpa", "pods that the user's HPA would have by then on the same demand"),
          Map.entry("trusted", "whether the forecast took part"),
          Map.entry("reasons", "codes of the reason chain, parted by spaces, the weightiest last"),
          Map.entry("saved_pod_hours", "the HPA's pod-hours less ours; may be negative"),
          Map.entry("regret_pod_hours", "ours less the HPA's where we were dearer, never negative"),
          Map.entry("saved_dollars", "saved_pod_hours at the workload's price of a pod-hour"),
          Map.entry("alias", "the alias it had then: champion or challenger"),
          Map.entry("policy", "version of the rules that decided"),
          Map.entry("record", "the full record as JSON, where one was written"),
          Map.entry("made_at", "the newest sample that the forecast saw"),
          Map.entry("horizon", "steps ahead"),
          Map.entry("target_ts", "the end of the step that it is about"),
          Map.entry("point", "the forecast demand"),
          Map.entry("lower", "lower bound of the 90 % interval"),
          Map.entry("upper", "upper bound of the 90 % interval"),
          Map.entry("scored", "predictions that have met their truth"),
          Map.entry("accuracy", "max(0, 1 − Σ|y−ŷ| ÷ Σy); missing where Σy is 0"),
          Map.entry("wape", "Σ|y−ŷ| ÷ Σy in percent; missing where Σy is 0"),
          Map.entry("pinball", "mean pinball loss of both bounds together, in demand units"),
          Map.entry("coverage", "share (0 to 1) of truths inside the interval"),
          Map.entry("decisions", "decisions of that hour"),
          Map.entry("decided_minutes", "minutes for which a decision stood; others do not count"),
          Map.entry("judged_minutes", "those of them whose demand was measured"),
          Map.entry("pod_hours", "of the pods that we asked for, ready and starting"),
          Map.entry("hpa_pod_hours", "of the pods that the user's HPA would have had"),
          Map.entry(
              "violation_minutes", "minutes in which demand was above what our ready pods carry"),
          Map.entry("hpa_violation_minutes", "the same of the HPA's pods"),
          Map.entry(
              "priced_pod_hours", "saved_pod_hours plus κ·μ pod-minutes per minute less violated"),
          Map.entry("verdict", "helped, neutral, harmed, or unknown where too little is measured"));

  /** Where a column means something else than in other tables. */
  private static final Map<String, String> OF_TABLES =
      Map.ofEntries(
          Map.entry("gaps.metric", "the name of the catalogue's query or log, or `decisions`"),
          Map.entry("decisions.ts", "when it was decided"),
          Map.entry("decisions.action", "scale_up, scale_down, no_action, …"),
          Map.entry("decisions.version", "the champion's version"),
          Map.entry(
              "decisions.saved_pod_hours", "of the workload so far, as the controller counts"),
          Map.entry("decisions.regret_pod_hours", "of the workload so far, hour by hour"),
          Map.entry("predictions.version", "the version that said it"),
          Map.entry("predictions.day", "the UTC date of made_at"),
          Map.entry("evaluations.workload", "the workload's name; empty for all together"),
          Map.entry("evaluations.version", "the version that is judged"),
          Map.entry("evaluations.day", "the UTC date of the steps that were forecast"),
          Map.entry("outcomes.ts", "when the hour begins"),
          Map.entry("policy_parameters.pod_hours", "what they cost on later data"),
          Map.entry(
              "policy_parameters.violation_minutes", "how long they were violated on later data"),
          Map.entry("policy_parameters.ts", "when the row was written"));

  private TablePage() {}

  static String text() {
    StringBuilder page = new StringBuilder(HEAD);
    Tables.all().forEach(table -> section(page, table));
    return page.toString();
  }

  private static void section(StringBuilder page, TableContract table) {
    page.append("\n## ").append(table.name()).append("\n\nA row is ").append(table.meaning());
    page.append(".\n\nVersion ").append(table.version()).append(". Key: ").append(names(table));
    page.append(". ");
    page.append(table.partitioning().isEmpty() ? "One folder" : "A folder per ");
    page.append(String.join(", ", table.partitioning()));
    page.append(". Kept for ").append(table.retentionDays());
    page.append(table.retentionDays() == 1 ? " day" : " days");
    page.append(".\n\n| column | type | meaning |\n|---|---|---|\n");
    table.columns().forEach(column -> page.append(row(table, column)));
  }

  private static String row(TableContract table, Column column) {
    String meaning =
        Optional.ofNullable(OF_TABLES.get(table.name() + "." + column.name()))
            .or(() -> Optional.ofNullable(COLUMNS.get(column.name())))
            .orElseThrow(() -> new IllegalStateException(column.name() + " has no meaning yet"));
    String type = column.type().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return "| `%s` | %s%s | %s |%n"
        .formatted(column.name(), type, column.optional() ? ", optional" : "", meaning);
  }

  private static String names(TableContract table) {
    return table.key().stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
  }
}
