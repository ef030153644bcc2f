package io.tidewatch.spark.gate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides whether a forest may become champion.
 *
 * <p>Nobody has labelled the rows, so faults are planted into some of them. A challenger may not
 * alarm much oftener and may not find less, overall, per workload and per kind of fault. To be as
 * good is enough: it has seen what is usual now. A forest that ranks the same rows in another order
 * has to earn that by finding more.
 */
public final class AnomalyGate {
  private final AnomalyLimits limits;

  /** A gate with these limits. */
  public AnomalyGate(AnomalyLimits limits) {
    this.limits = limits;
  }

  /**
   * What a challenger is compared with.
   *
   * @param evidence the champion's on the same rows
   * @param correlation of both versions' scores of these rows, as ranks
   */
  public record Against(AnomalyEvidence evidence, double correlation) {}

  /**
   * The verdict on a challenger.
   *
   * @param champion empty if there is none that could be judged
   * @param against names what the challenger is compared with
   */
  public Verdict verdict(AnomalyEvidence challenger, Optional<Against> champion, String against) {
    List<Criterion> table = new ArrayList<>();
    table.add(atLeast("rows", challenger.rows(), limits.fewestRows(), "fewer decide nothing"));
    table.add(
        atLeast(
            "planted faults", challenger.faults(), limits.fewestFaults(), "fewer decide nothing"));
    if (table.stream().allMatch(Criterion::passed)) {
      floors(table, challenger, champion.map(Against::evidence));
      champion.ifPresent(its -> compare(table, its, challenger));
    }
    table.add(
        atMost(
            "package bytes", none(), challenger.bytes(), limits.mostBytes(), "serving holds it"));
    table.add(
        atMost(
            "microseconds per row",
            none(),
            challenger.micros(),
            limits.mostMicros(),
            "a loose bound"));
    return new GateTable(against, table).verdict();
  }

  private void floors(
      List<Criterion> table, AnomalyEvidence challenger, Optional<AnomalyEvidence> champion) {
    table.add(
        atMost(
            "alarms per pod-day",
            champion.map(AnomalyEvidence::alarmsPerPodDay),
            challenger.alarmsPerPodDay(),
            limits.alarmsPerPodDay(),
            "the budget of who reads them"));
    table.add(
        atLeast(
            "faults beyond chance",
            challenger.foundBeyondChance(),
            limits.leastFound(),
            "a floor: share found less share of alarms"));
  }

  private void compare(List<Criterion> table, Against against, AnomalyEvidence challenger) {
    AnomalyEvidence champion = against.evidence();
    table.add(
        atMost(
            "alarms beside champion",
            Optional.of(champion.alarmsPerPodDay()),
            challenger.alarmsPerPodDay(),
            alarms(champion.alarmsPerPodDay()),
            "may be worse only by so much"));
    worstWorkload(champion, challenger).ifPresent(table::add);
    table.add(
        new Criterion(
            "share of faults found",
            Optional.of(champion.found()),
            challenger.found(),
            "at least " + GateTable.number(champion.found() - limits.foundSlack()),
            challenger.found() >= champion.found() - limits.foundSlack(),
            "at the threshold of alarms"));
    worstKind(champion, challenger).ifPresent(table::add);
    table.add(drift(against, challenger));
  }

  private double alarms(double champion) {
    // A champion that is silent on a few hundred rows must not demand silence of all who follow.
    return Math.max(champion * limits.alarmRatio(), limits.alarmsAllowed());
  }

  /** The workload whose alarms grow most beyond what they may; an average must not hide it. */
  private Optional<Criterion> worstWorkload(AnomalyEvidence champion, AnomalyEvidence challenger) {
    Map<String, Double> before = champion.alarmsByWorkload();
    Map<String, Double> excess = new LinkedHashMap<>();
    challenger
        .alarmsByWorkload()
        .forEach((name, its) -> excess.put(name, its - workload(before.getOrDefault(name, 0.0))));
    return AnomalyEvidence.greatest(excess)
        .map(
            worst -> {
              double its = before.getOrDefault(worst.getKey(), 0.0);
              return atMost(
                  "alarms of " + worst.getKey(),
                  Optional.of(its),
                  challenger.alarmsByWorkload().get(worst.getKey()),
                  workload(its),
                  "no team pays for the others");
            });
  }

  // Few rows of a workload: its own count is noisy, and the budget is what matters to its team.
  private double workload(double champion) {
    return Math.max(limits.alarmsPerPodDay(), alarms(champion));
  }

  private Optional<Criterion> worstKind(AnomalyEvidence champion, AnomalyEvidence challenger) {
    Map<String, Double> before = champion.foundByKind();
    Map<String, Double> loss = new LinkedHashMap<>();
    challenger
        .foundByKind()
        .forEach((kind, its) -> loss.put(kind, before.getOrDefault(kind, 0.0) - its));
    return AnomalyEvidence.greatest(loss)
        .map(
            worst -> {
              double its = before.getOrDefault(worst.getKey(), 0.0);
              double limit = its - limits.kindSlack();
              double now = challenger.foundByKind().get(worst.getKey());
              return new Criterion(
                  worst.getKey() + " found",
                  Optional.of(its),
                  now,
                  "at least " + GateTable.number(limit),
                  now >= limit,
                  "the kind that loses most");
            });
  }

  private Criterion drift(Against against, AnomalyEvidence challenger) {
    double gain = challenger.found() - against.evidence().found();
    boolean explained = gain >= limits.foundGain();
    return new Criterion(
        "rank correlation",
        none(),
        against.correlation(),
        "at least " + GateTable.number(limits.leastCorrelation()),
        against.correlation() >= limits.leastCorrelation() || explained,
        explained ? "it finds more: it may differ" : "of both versions' scores");
  }

  private static Optional<Double> none() {
    return Optional.empty();
  }

  private static Criterion atMost(
      String name, Optional<Double> champion, double challenger, double limit, String why) {
    return new Criterion(
        name, champion, challenger, "at most " + GateTable.number(limit), challenger <= limit, why);
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
