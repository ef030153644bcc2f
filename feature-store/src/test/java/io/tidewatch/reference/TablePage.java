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
              "workload", "the workload's name; in `features` and `scores` as namespace/name"),
          Map.entry("pod", "the pod's name; empty for the whole workload"),
          Map.entry("metric", "the name of the catalogue's query, in `gaps` also of its logs"),
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
          Map.entry("action", "promoted, refused, held or demoted"),
          Map.entry("actor", "who did it: gate, evaluate, or manual for a person in MLflow"),
          Map.entry("why", "the reason in one line"),
          Map.entry("gate", "the gate's table as JSON, where there was one"),
          Map.entry("forecast_version", "the forecast whose decisions were replayed"),
          Map.entry("kappa", "price of a violated minute, in minutes of all its usual pods"),
          Map.entry("trusted_target", "utilisation in force while forecasts are trusted"),
          Map.entry("departs", "whether they are others than the fleet's"),
          Map.entry("minutes", "how many minutes were replayed, 0 if none could be"),
          Map.entry("pod_hours", "what they cost on later data"),
          Map.entry("violation_minutes", "how long they were violated on later data"),
          Map.entry("prior_pod_hours", "the same of the fleet's parameters"),
          Map.entry("prior_violation_minutes", "the same of the fleet's parameters"),
          Map.entry("cpu_target", "cores that a pod should ask for; absent without enough data"),
          Map.entry("memory_target", "bytes that a pod should ask for; absent without enough data"),
          Map.entry("evidence", "what every candidate cost on both parts, as JSON"));

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
    table.columns().forEach(column -> page.append(row(column)));
  }

  private static String row(Column column) {
    String meaning =
        Optional.ofNullable(COLUMNS.get(column.name()))
            .orElseThrow(() -> new IllegalStateException(column.name() + " has no meaning yet"));
    String type = column.type().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return "| `%s` | %s%s | %s |%n"
        .formatted(column.name(), type, column.optional() ? ", optional" : "", meaning);
  }

  private static String names(TableContract table) {
    return table.key().stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
  }
}
