package io.tidewatch.spark.gate;

import io.tidewatch.feature.DemandFeatures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Decides whether a forecast may become champion.
 *
 * <p>Both versions are judged as they would be served, on the same held-out rows. A challenger has
 * to be better where it matters (error, pinball loss) and not much worse anywhere else (a horizon,
 * a workload, decisions, size, time). Whoever decides also has to beat both baselines: they are the
 * floor, and all there is to compare a first version with.
 */
public final class ForecastGate {
  private final GateSettings settings;

  /** A gate with these limits. */
  public ForecastGate(GateSettings settings) {
    this.settings = settings;
  }

  /**
   * The verdict on a challenger.
   *
   * @param champion of the same rows; empty if there is none that could be judged
   * @param against names what the challenger is compared with
   */
  public Verdict verdict(Evidence challenger, Optional<Evidence> champion, String against) {
    List<Criterion> table = new ArrayList<>();
    table.add(
        atLeast("origins", challenger.origins(), settings.fewestOrigins(), "fewer decide nothing"));
    if (challenger.origins() >= settings.fewestOrigins()) {
      baselines(table, challenger);
      champion.ifPresent(its -> compare(table, its, challenger));
    }
    table.add(
        atMost("package bytes", challenger.bytes(), settings.mostBytes(), "serving holds it"));
    table.add(
        atMost(
            "microseconds per row", challenger.micros(), settings.mostMicros(), "a loose bound"));
    return new GateTable(against, table).verdict();
  }

  private void baselines(List<Criterion> table, Evidence challenger) {
    for (int horizon : DemandFeatures.HORIZONS) {
      double ours = challenger.wape(horizon);
      String name = "WAPE h" + horizon;
      table.add(
          below(name + " of last value", Optional.empty(), ours, challenger.lastValue(horizon)));
      table.add(
          below(name + " of seasonal naive", Optional.empty(), ours, challenger.seasonal(horizon)));
    }
  }

  private void compare(List<Criterion> table, Evidence champion, Evidence challenger) {
    table.add(below("WAPE", Optional.of(champion.wape()), challenger.wape(), champion.wape()));
    for (int horizon : DemandFeatures.HORIZONS) {
      table.add(
          slack(
              "WAPE h" + horizon,
              champion.wape(horizon),
              challenger.wape(horizon),
              champion.wape(horizon) * (1 + settings.horizonSlack())));
    }
    table.add(
        slack(
            "MASE",
            champion.mase(),
            challenger.mase(),
            champion.mase() * (1 + settings.horizonSlack())));
    table.add(
        below(
            "pinball", Optional.of(champion.pinball()), challenger.pinball(), champion.pinball()));
    table.add(coverage(champion, challenger));
    table.add(worstWorkload(champion.byWorkload(), challenger.byWorkload()));
    decisions(table, champion, challenger);
  }

  private Criterion coverage(Evidence champion, Evidence challenger) {
    double share = challenger.coverage();
    boolean passed = share >= settings.lowestCoverage() && share <= settings.highestCoverage();
    return new Criterion(
        "coverage",
        Optional.of(champion.coverage()),
        share,
        String.format(
            Locale.ROOT, "%s to %s", settings.lowestCoverage(), settings.highestCoverage()),
        passed,
        "share of truths inside the 90 % interval");
  }

  /** The workload that loses most beyond what it may; good averages must not hide it. */
  private Criterion worstWorkload(Map<String, Double> champion, Map<String, Double> challenger) {
    String worst = "none";
    double most = Double.NEGATIVE_INFINITY;
    for (Map.Entry<String, Double> each : challenger.entrySet()) {
      double excess =
          each.getValue() - limit(champion.getOrDefault(each.getKey(), each.getValue()));
      // Equal ones by name, so that the order of a map never shows.
      if (excess > most || (excess == most && each.getKey().compareTo(worst) < 0)) {
        most = excess;
        worst = each.getKey();
      }
    }
    double its = champion.getOrDefault(worst, challenger.get(worst));
    return slack("WAPE of " + worst, its, challenger.get(worst), limit(its));
  }

  private double limit(double champion) {
    return Math.max(
        champion * (1 + settings.workloadSlack()), champion + settings.workloadPoints());
  }

  private void decisions(List<Criterion> table, Evidence champion, Evidence challenger) {
    double pods = champion.decided(Decided::podHours);
    double minutes = champion.decided(Decided::violationMinutes);
    double priced = champion.decided(Decided::priced);
    table.add(
        slack(
            "pod-hours and violations",
            priced,
            challenger.decided(Decided::priced),
            priced * (1 + settings.pricedSlack())));
    table.add(
        slack(
            "pod-hours",
            pods,
            challenger.decided(Decided::podHours),
            pods * (1 + settings.podSlack())));
    table.add(
        slack(
            "violation minutes",
            minutes,
            challenger.decided(Decided::violationMinutes),
            minutes * (1 + settings.violationSlack())
                + settings.violationMinutes() * challenger.replayed()));
  }

  private static Criterion below(
      String name, Optional<Double> champion, double challenger, double limit) {
    return new Criterion(
        name,
        champion,
        challenger,
        "below " + GateTable.number(limit),
        challenger < limit,
        champion.isPresent() ? "has to be better" : "a floor that every champion has to beat");
  }

  private static Criterion slack(String name, double champion, double challenger, double limit) {
    return new Criterion(
        name,
        Optional.of(champion),
        challenger,
        "at most " + GateTable.number(limit),
        challenger <= limit,
        "may be worse only by so much");
  }

  private static Criterion atMost(String name, double challenger, double limit, String why) {
    return new Criterion(
        name,
        Optional.empty(),
        challenger,
        "at most " + GateTable.number(limit),
        challenger <= limit,
        why);
  }

  private static Criterion atLeast(String name, double challenger, double limit, String why) {
    return new Criterion(
        name,
        Optional.empty(),
        challenger,
        "at least " + GateTable.number(limit),
        challenger >= limit,
        why);
  }
}
