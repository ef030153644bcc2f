package io.tidewatch.local.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What each policy cost and broke, summed over all demands at one start-up time. */
public final class Scoreboard {
  /** The HPA as most people write it. */
  static final String USUAL_HPA = "hpa-cpu-60";

  /** The HPA as the user of these workloads has written it. */
  private static final String USERS_HPA = "hpa";

  /** The exact optimum with perfect foresight. */
  public static final String ORACLE = "oracle";

  /** Our own policies, the one of the headline first. */
  static final List<String> OURS =
      List.of("tidewatch", "tidewatch-careful", "tidewatch-floor+target", "tidewatch-floor");

  private static final int STARTUP_SECONDS = 60;

  private final List<PolicyRun> runs;
  private final List<PolicyRun> variations;
  private final String reference;
  private final List<Line> lines;

  /**
   * One policy's totals.
   *
   * @param savings the HPA's pod-hours less this policy's
   * @param regret pod-hours above the HPA's, hour by hour; empty where it was not computed
   */
  public record Line(
      String policy,
      double violationMinutes,
      double podHours,
      double relative,
      double savings,
      OptionalDouble regret) {
    boolean isOurs() {
      return policy.startsWith(ForecastCell.OURS);
    }
  }

  public Scoreboard(List<PolicyRun> runs) {
    List<PolicyRun> usual =
        runs.stream().filter(run -> run.startupSeconds() == STARTUP_SECONDS).toList();
    this.variations = usual.stream().filter(PolicyRun::isVariation).toList();
    List<PolicyRun> policies = usual.stream().filter(run -> !run.isVariation()).toList();
    boolean same = outcome(policies, USERS_HPA).equals(outcome(policies, USUAL_HPA));
    // Told once, by the name that says what it is.
    this.runs = policies.stream().filter(run -> !same || !run.policy().equals(USERS_HPA)).toList();
    boolean own = this.runs.stream().anyMatch(run -> run.policy().equals(USERS_HPA));
    this.reference = own ? USERS_HPA : USUAL_HPA;
    this.lines = total(this.runs);
  }

  /** The policy that savings and regret are measured against. */
  public String reference() {
    return reference;
  }

  /** Our policy at other prices of a violated minute, from the cheapest on. */
  public List<Line> prices() {
    return total(variations.stream().filter(run -> run.kappa().isPresent()).toList());
  }

  /** Our policies when they misjudge the capacity of a pod. */
  public List<Line> misjudged() {
    return total(variations.stream().filter(run -> run.capacityFactor().isPresent()).toList());
  }

  private static List<List<Double>> outcome(List<PolicyRun> runs, String policy) {
    return runs.stream()
        .filter(run -> run.policy().equals(policy))
        .map(run -> List.of(run.podHours(), run.violationMinutes()))
        .toList();
  }

  /** The policies: ours, then the HPAs and others by their cost, the oracle last. */
  public List<Line> lines() {
    return lines;
  }

  /** The totals of one policy. */
  public Optional<Line> line(String policy) {
    return lines.stream().filter(line -> line.policy().equals(policy)).findFirst();
  }

  /** The policy of ours that the headline is about. */
  public Optional<Line> headline() {
    return OURS.stream().flatMap(policy -> line(policy).stream()).findFirst();
  }

  /** The runs of one demand, in the order of {@link #lines}. */
  public List<PolicyRun> of(String trace) {
    return runs.stream()
        .filter(run -> run.trace().equals(trace))
        .sorted(Comparator.comparingInt(run -> position(run.policy())))
        .toList();
  }

  /** The names of the demands. */
  public List<String> traces() {
    return runs.stream().map(PolicyRun::trace).distinct().toList();
  }

  private int position(String policy) {
    return lines.stream().map(Line::policy).toList().indexOf(policy);
  }

  private List<Line> total(List<PolicyRun> runs) {
    Map<String, List<PolicyRun>> byPolicy = new LinkedHashMap<>();
    runs.forEach(run -> byPolicy.computeIfAbsent(run.policy(), p -> new ArrayList<>()).add(run));
    double hpa = podHours(of(this.runs, reference));
    double oracle = podHours(of(this.runs, ORACLE));
    List<Line> lines = new ArrayList<>();
    byPolicy.forEach((policy, own) -> lines.add(line(policy, own, hpa, oracle)));
    lines.sort(Comparator.comparingInt(Scoreboard::group).thenComparingDouble(Line::podHours));
    return List.copyOf(lines);
  }

  private static Line line(String policy, List<PolicyRun> own, double hpa, double oracle) {
    double podHours = podHours(own);
    boolean hasRegret = own.stream().allMatch(run -> run.regret().isPresent());
    double regret = own.stream().mapToDouble(run -> run.regret().orElse(0)).sum();
    return new Line(
        policy,
        own.stream().mapToDouble(PolicyRun::violationMinutes).sum(),
        podHours,
        oracle > 0 ? podHours / oracle : own.get(0).relative(),
        hpa > 0 ? hpa - podHours : 0,
        hasRegret ? OptionalDouble.of(regret) : OptionalDouble.empty());
  }

  private static List<PolicyRun> of(List<PolicyRun> runs, String policy) {
    return runs.stream().filter(run -> run.policy().equals(policy)).toList();
  }

  private static double podHours(List<PolicyRun> runs) {
    return runs.stream().mapToDouble(PolicyRun::podHours).sum();
  }

  private static int group(Line line) {
    if (line.isOurs()) {
      return 0;
    }
    return line.policy().equals(ORACLE) ? 2 : 1;
  }
}
