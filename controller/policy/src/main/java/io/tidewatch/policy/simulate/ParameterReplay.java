package io.tidewatch.policy.simulate;

import io.tidewatch.policy.Actuation;
import io.tidewatch.policy.Capacity;
import io.tidewatch.policy.CapacityEstimator;
import io.tidewatch.policy.Cost;
import io.tidewatch.policy.HpaSettings;
import io.tidewatch.policy.PolicySettings;
import io.tidewatch.policy.Profile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Replays one workload's own history once per candidate, as the controller would act on it, and
 * counts the earlier and the later part of it apart.
 *
 * <p>The price λ of a violated minute is that of the default κ for every candidate: a candidate
 * must not be judged by its own price.
 */
public final class ParameterReplay {
  private static final double CHOOSING_SHARE = 0.6;
  private static final int LEAST_MINUTES = 600;
  private static final int DECISION_SECONDS = 15;

  private final Plan plan;

  public ParameterReplay(Plan plan) {
    this.plan = Objects.requireNonNull(plan, "plan");
  }

  /**
   * What is known of the workload.
   *
   * @param hpa the HPA as its user wrote it
   * @param capacity demand per ready pod, if it is known
   * @param trustedTarget utilisation that the user allows while forecasts are trusted
   * @param leadSeconds from a scale-up to Ready plus one decision interval
   */
  public record Plan(
      HpaSettings hpa, OptionalDouble capacity, OptionalDouble trustedTarget, int leadSeconds) {
    public Plan {
      Objects.requireNonNull(hpa, "hpa");
      Objects.requireNonNull(capacity, "capacity");
      Objects.requireNonNull(trustedTarget, "trustedTarget");
    }

    /** κ before anything is learned. */
    public double defaultKappa() {
      return PolicySettings.defaultKappa(leadSeconds);
    }

    /** The target in force while trusted, under a candidate. */
    public double target(Candidate candidate) {
      if (trustedTarget.isEmpty()) {
        return Math.max(hpa.target(), Profile.CAREFUL.trustedTarget());
      }
      double allowed = trustedTarget.getAsDouble();
      return hpa.target() + candidate.targetShare() * (allowed - hpa.target());
    }

    private PolicySettings settings(Candidate candidate) {
      return new PolicySettings(
          hpa,
          trustedTarget.isPresent() ? Actuation.FLOOR_AND_TARGET : Actuation.FLOOR,
          target(candidate),
          candidate.kappaFactor() * defaultKappa());
    }

    private int startupSeconds() {
      return Math.max(DECISION_SECONDS, leadSeconds - DECISION_SECONDS);
    }
  }

  /**
   * What a replay has found.
   *
   * @param minutes of both parts together
   * @param trustedShare share (0..1) of the minutes in which the forecast was trusted
   * @param usualPods the workload's usual number of pods, μ
   * @param tried one per candidate, in their order
   * @param missing why nothing could be tried, if so; all else is then empty
   */
  public record Report(
      int minutes,
      double trustedShare,
      double usualPods,
      List<Tried> tried,
      Optional<String> missing) {
    public Report {
      tried = List.copyOf(tried);
      Objects.requireNonNull(missing, "missing");
    }

    /** Not enough data. */
    public static Report without(String missing) {
      return new Report(0, 0, 0, List.of(), Optional.of(missing));
    }
  }

  /** Replays a trace under every candidate. */
  public Report run(DemandTrace trace, ForecastSource source, List<Candidate> candidates) {
    Capacity capacity = CapacityEstimator.estimate(plan.capacity(), trace.train());
    if (capacity.perPod().isEmpty()) {
      return Report.without("its history has no demand");
    }
    int first = 0;
    while (first < trace.testMinutes() && source.at(first).isEmpty()) {
      first++;
    }
    int covered = trace.testMinutes() - first;
    int choosing = (int) (CHOOSING_SHARE * covered);
    if (covered - choosing < LEAST_MINUTES) {
      return Report.without(
          "only the last %d minutes have forecasts that were made without knowing them; at least %d are needed"
              .formatted(covered, (int) Math.ceil(LEAST_MINUTES / (1 - CHOOSING_SHARE))));
    }
    return new Replay(trace, source, capacity, first, first + choosing).report(candidates);
  }

  /** One trace with what all candidates share. */
  private final class Replay {
    private final DemandTrace trace;
    private final double[] demand;
    private final Capacity capacity;
    private final double perPod;
    private final double usualPods;
    private final ForecastTimeline timeline;
    private final int first;
    private final int border;

    Replay(DemandTrace trace, ForecastSource source, Capacity capacity, int first, int border) {
      this.trace = trace;
      this.demand = trace.steps();
      this.capacity = capacity;
      this.perPod = capacity.perPod().orElseThrow();
      this.usualPods = Math.max(1, trace.usualDemand() / perPod);
      this.timeline = new ForecastTimeline(trace, source, (plan.leadSeconds() + 59) / 60);
      this.first = first * DemandTrace.STEPS_PER_MINUTE;
      this.border = border * DemandTrace.STEPS_PER_MINUTE;
    }

    Report report(List<Candidate> candidates) {
      Simulator simulator = new Simulator(demand, perPod, plan.startupSeconds());
      List<Tried> tried = new ArrayList<>();
      for (Candidate candidate : candidates) {
        Policy policy =
            new TidewatchPolicy(
                "candidate", plan.settings(candidate), capacity, trace.usualDemand(), timeline);
        SimulationResult result = simulator.run(policy);
        tried.add(
            new Tried(
                candidate, spent(result, first, border), spent(result, border, demand.length)));
      }
      int minutes = (demand.length - first) / DemandTrace.STEPS_PER_MINUTE;
      return new Report(minutes, timeline.trustedShare(), usualPods, tried, Optional.empty());
    }

    private Spent spent(SimulationResult result, int from, int to) {
      int violations = 0;
      for (int k = from; k < to; k++) {
        violations += Simulator.violates(demand[k], result.ready()[k], perPod) ? 1 : 0;
      }
      double minutes = (double) violations / DemandTrace.STEPS_PER_MINUTE;
      double hours =
          Cost.podHours(Arrays.copyOfRange(result.all(), from, to), DemandTrace.STEPS_PER_HOUR);
      double price = plan.defaultKappa() * usualPods / 60;
      return new Spent(hours, minutes, hours + price * minutes);
    }
  }
}
