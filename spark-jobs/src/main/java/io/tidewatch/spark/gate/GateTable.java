package io.tidewatch.spark.gate;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The criteria of one gate with their outcome; the gate of any kind of model is such a table.
 *
 * @param against what the challenger was compared with, for a person to read
 */
public record GateTable(String against, List<Criterion> criteria) {
  public GateTable {
    criteria = List.copyOf(criteria);
  }

  /** Whether all criteria are met; nothing passes a gate without criteria. */
  public boolean passed() {
    return !criteria.isEmpty() && criteria.stream().allMatch(Criterion::passed);
  }

  /** The verdict with its reason in one line. */
  public Verdict verdict() {
    List<Criterion> lost = criteria.stream().filter(c -> !c.passed()).toList();
    if (passed()) {
      return new Verdict.Passed(
          "beats " + against + " on all " + criteria.size() + " criteria", this);
    }
    String reasons = lost.stream().map(GateTable::lost).collect(Collectors.joining("; "));
    return new Verdict.Refused("does not beat " + against + ": " + reasons, this);
  }

  /** The table as a person reads it. */
  public String text() {
    StringBuilder text = new StringBuilder("against " + against + "\n\n");
    text.append(line("criterion", "champion", "challenger", "limit", "", "why"));
    for (Criterion each : criteria) {
      text.append(
          line(
              each.name(),
              each.champion().map(GateTable::number).orElse("-"),
              number(each.challenger()),
              each.limit(),
              each.passed() ? "ok" : "LOST",
              each.why()));
    }
    return text.toString();
  }

  static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) >= 1_000 ? "%.0f" : "%.4g", value);
  }

  private static String lost(Criterion lost) {
    return lost.name() + " " + number(lost.challenger()) + " (limit " + lost.limit() + ")";
  }

  private static String line(
      String name, String champion, String challenger, String limit, String passed, String why) {
    return String.format(
        Locale.ROOT,
        "%-26s %12s %12s  %-18s %-5s %s%n",
        name,
        champion,
        challenger,
        limit,
        passed,
        why);
  }
}
