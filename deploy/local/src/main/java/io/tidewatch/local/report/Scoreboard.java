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
  /** What everything is compared with: the HPA as most people write it. */
  public static final String HPA = "hpa-cpu-60";

  /** The exact optimum with perfect foresight. */
  public static final String ORACLE = "oracle";

  /** Our own policies, the one of the headline first. */
  static final List<String> OURS =
      List.of("tidewatch", "tidewatch-careful", "tidewatch-floor+target", "tidewatch-floor");

  private static final int STARTUP_SECONDS = 60;

  private final List<PolicyRun> runs;
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
    this.runs = runs.stream().filter(run -> run.startupSeconds() == STARTUP_SECONDS).toList();
    this.lines = total(this.runs);
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

  private static List<Line> total(List<PolicyRun> runs) {
    Map<String, List<PolicyRun>> byPolicy = new LinkedHashMap<>();
    runs.forEach(run -> byPolicy.computeIfAbsent(run.policy(), p -> new ArrayList<>()).add(run));
    double hpa = podHours(byPolicy.getOrDefault(HPA, List.of()));
    double oracle = podHours(byPolicy.getOrDefault(ORACLE, List.of()));
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
