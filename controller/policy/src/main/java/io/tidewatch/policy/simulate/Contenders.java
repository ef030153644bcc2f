package io.tidewatch.policy.simulate;

import io.tidewatch.policy.Actuation;
import io.tidewatch.policy.Capacity;
import io.tidewatch.policy.HpaSettings;
import io.tidewatch.policy.PolicySettings;
import io.tidewatch.policy.Profile;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** The policies of a backtest on one trace at one start-up time, under their reported names. */
final class Contenders {
  static final String ECONOMY = "tidewatch";
  static final String CAREFUL = "tidewatch-careful";
  static final String COUNTERFACTUAL = "hpa";
  private static final int DAY = 1440;
  private static final int FIVE_MINUTES_OF_SYNCS = 21;

  private final DemandTrace trace;
  private final HpaSettings hpa;
  private final Capacity capacity;
  private final double perPod;
  private final double usualDemand;
  private final double kappa;
  private final ForecastTimeline timeline;

  Contenders(
      DemandTrace trace,
      HpaSettings hpa,
      Capacity capacity,
      double leadSeconds,
      ForecastTimeline timeline) {
    this.trace = trace;
    this.hpa = hpa;
    this.capacity = capacity;
    this.perPod = capacity.perPod().orElseThrow();
    this.usualDemand = trace.usualDemand();
    this.kappa = PolicySettings.defaultKappa(leadSeconds);
    this.timeline = timeline;
  }

  /** What a platform team could use without us, and two bounds. */
  List<Policy> baselines() {
    double peak = trace.peak(-trace.trainMinutes(), -1);
    return List.of(
        cpu("hpa-cpu-50", 0.5),
        cpu("hpa-cpu-60", 0.6),
        cpu("hpa-cpu-70", 0.7),
        requests("hpa-rps-70", minute -> 0),
        requests("hpa-rps-70+yesterday", this::yesterday),
        new WindowPolicy("static-peak", 1, minute -> pods(peak, 1)),
        new WindowPolicy(
            "perfect", FIVE_MINUTES_OF_SYNCS, minute -> pods(trace.peak(minute, minute + 5), 1)));
  }

  /** Ours, in every profile and way of acting. */
  List<Policy> ours() {
    return List.of(
        economy(ECONOMY, kappa),
        ours(CAREFUL, Actuation.SCALE, Profile.CAREFUL, kappa),
        ours("tidewatch-floor", Actuation.FLOOR, Profile.CAREFUL, kappa),
        ours("tidewatch-floor+target", Actuation.FLOOR_AND_TARGET, Profile.CAREFUL, kappa));
  }

  /** Our economy profile at another price of a violated minute. */
  Policy economy(String name, double price) {
    return ours(name, Actuation.SCALE, Profile.ECONOMY, price);
  }

  /** The HPA as its user wrote it. */
  Policy counterfactual() {
    return new HpaPolicy(COUNTERFACTUAL, hpa, perPod, minute -> 0);
  }

  private Policy ours(String name, Actuation actuation, Profile profile, double price) {
    PolicySettings settings = new PolicySettings(hpa, actuation, profile.trustedTarget(), price);
    return new TidewatchPolicy(name, settings, capacity, usualDemand, timeline);
  }

  private Policy cpu(String name, double target) {
    return hpa(name, target, HpaSettings.Metric.CPU, minute -> 0);
  }

  private Policy requests(String name, IntUnaryOperator otherMetric) {
    return hpa(name, 0.7, HpaSettings.Metric.REQUESTS, otherMetric);
  }

  private Policy hpa(
      String name, double target, HpaSettings.Metric metric, IntUnaryOperator otherMetric) {
    HpaSettings settings = new HpaSettings(target, hpa.min(), hpa.max(), metric, hpa.behavior());
    return new HpaPolicy(name, settings, perPod, otherMetric);
  }

  /** The peak around the same time yesterday, two minutes back and ten ahead, at 70 %. */
  private int yesterday(int minute) {
    return pods(trace.peak(minute - DAY - 2, minute - DAY + 10), 0.7);
  }

  private int pods(double demand, double target) {
    return hpa.clamp((int) Math.ceil(demand / (perPod * target) - 1e-9));
  }
}
