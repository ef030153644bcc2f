package io.tidewatch.operator;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tidewatch.domain.DecisionRecord.Action;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.Deed;
import io.tidewatch.operator.actuate.FloorReason;
import io.tidewatch.operator.heal.HealNews;
import io.tidewatch.operator.outcome.ActionDesk;
import io.tidewatch.operator.outcome.ActionNews;
import io.tidewatch.operator.size.SizeNews;
import io.tidewatch.policy.simulate.HourOutcome.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The numbers that this process exports, in a registry of its own. */
final class ControllerMetrics {
  private static final String CHAMPION = "champion";
  private static final String CHALLENGER = "challenger";
  private static final String[] WORKLOAD = {"namespace", "workload"};

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Counter decisions =
      Counter.builder()
          .name("aiops_scaling_decisions_total")
          .help("Recorded decisions by action.")
          .labelNames("action")
          .register(registry);
  private final Counter anomalies =
      Counter.builder()
          .name("aiops_anomaly_detections_total")
          .help("Detected anomalies by severity.")
          .labelNames("severity")
          .register(registry);
  private final Gauge savings =
      Gauge.builder()
          .name("aiops_estimated_cost_savings_dollars")
          .help("Cost of the HPA's pods less that of ours, simulated; negative when dearer.")
          .register(registry);
  private final Gauge desired = gauge("tidewatch_desired_replicas", "Pods that we want.");
  private final Gauge hpa =
      gauge("tidewatch_hpa_replicas", "Pods that the user's HPA would have, simulated.");
  private final Gauge aliasReplicas =
      Gauge.builder()
          .name("tidewatch_alias_replicas")
          .help("Pods that each version of the model would have asked for, had it been trusted.")
          .labelNames("namespace", "workload", "alias")
          .register(registry);
  private final Gauge trust =
      gauge("tidewatch_trust", "Whether the forecast takes part in decisions (0 or 1).");
  private final Gauge kappa =
      gauge(
          "tidewatch_kappa",
          "What a violated minute counts in decisions, in minutes of all the usual pods.");
  private final Gauge saved =
      gauge("tidewatch_saved_pod_hours", "Pod-hours of the HPA less ours, simulated.");
  private final Gauge regret =
      gauge("tidewatch_regret_pod_hours", "Pod-hours by which we were dearer, hour by hour.");
  private final Gauge pricedSaved =
      gauge(
          "tidewatch_priced_saved_pod_hours",
          "Pod-hours saved, a violated minute counted as kappa times the usual pods.");
  private final Gauge pricedRegret =
      gauge(
          "tidewatch_priced_regret_pod_hours",
          "Pod-hours regretted hour by hour, a violated minute counted as kappa times the usual"
              + " pods.");
  private final Gauge savedDollars =
      gauge("tidewatch_saved_dollars", "tidewatch_priced_saved_pod_hours in money.");
  private final Gauge regretDollars =
      gauge("tidewatch_regret_dollars", "tidewatch_priced_regret_pod_hours in money.");
  private final Gauge demandTime =
      gauge("tidewatch_demand_known_timestamp_seconds", "When demand was last known.");
  private final Gauge forecastTime =
      gauge("tidewatch_forecast_timestamp_seconds", "Newest sample that the forecast has seen.");
  private final Gauge violation =
      Gauge.builder()
          .name("tidewatch_violation_seconds")
          .help("Nominal seconds of demand above what ready pods carry, simulated.")
          .labelNames("namespace", "workload", "side")
          .register(registry);
  private final Counter failures =
      Counter.builder()
          .name("tidewatch_workload_failures_total")
          .help("Passes that a bug ended for one workload.")
          .labelNames(WORKLOAD)
          .register(registry);
  private final Gauge floor = gauge("tidewatch_floor_replicas", "The floor that stands.");
  private final Counter deeds = deeds();
  private final Counter outcomes =
      Counter.builder()
          .name("tidewatch_action_outcomes_total")
          .help("Actions whose time is over, by what became of them.")
          .labelNames("action", "outcome")
          .register(registry);
  private final Counter rollbacks =
      Counter.builder()
          .name("tidewatch_rollbacks_total")
          .help("Actions of ours that were taken back because the SLO was violated.")
          .labelNames("action")
          .register(registry);
  private final Histogram loop =
      Histogram.builder()
          .name("tidewatch_loop_seconds")
          .help("Duration of one pass over all workloads.")
          .classicOnly()
          .classicUpperBounds(0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 15, 30)
          .register(registry);
  private final Map<WorkloadId, Double> dollars = new ConcurrentHashMap<>();

  ControllerMetrics() {
    for (Action action : Action.values()) {
      decisions.initLabelValues(action.text());
    }
    for (String action : new String[] {"floor", "target", "restart", "resize"}) {
      for (Verdict verdict : Verdict.values()) {
        outcomes.initLabelValues(action, verdict.text());
      }
    }
    rollbacks.initLabelValues("target");
    for (String severity : new String[] {"info", "warning", "critical"}) {
      anomalies.initLabelValues(severity);
    }
  }

  /** Exports the numbers of another part, too. */
  void include(Consumer<PrometheusRegistry> part) {
    part.accept(registry);
  }

  void loop(double seconds) {
    loop.observe(seconds);
  }

  void counted(Action action) {
    decisions.labelValues(action.text()).inc();
  }

  /** Counts what was done about a workload and shows the floor that stands. */
  void done(WorkloadId workload, Deed deed) {
    deeds.labelValues(deed.code()).inc();
    if (deed.floor().isPresent()) {
      floor.labelValues(labels(workload)).set(deed.floor().get().minReplicas());
    } else {
      floor.remove(labels(workload));
    }
  }

  /** Counts what was found about pods, and the restarts that follow. */
  void healed(HealNews news) {
    if (news.kind() == HealNews.Kind.DETECTED) {
      anomalies.labelValues(news.severity().label()).inc();
    }
    if (news.decidesRestart()) {
      counted(Action.RESTART);
    }
  }

  /** Counts what became of the sizes of pods. */
  void sized(SizeNews news) {
    deeds.labelValues(news.code()).inc();
    if (news.decidesResize()) {
      counted(Action.RESIZE);
    }
  }

  /** Counts how an action turned out, or that it was taken back. */
  void followedUp(ActionNews news) {
    news.verdict().ifPresent(verdict -> outcomes.labelValues(news.action(), verdict.text()).inc());
    if (news.code().equals(ActionDesk.ROLLED_BACK)) {
      rollbacks.labelValues(news.action()).inc();
    }
  }

  void failed(WorkloadId workload) {
    failures.labelValues(labels(workload)).inc();
  }

  /** Shows the state after a decision; gauges of unknown things keep their last value. */
  void decided(Decided decided) {
    String[] labels = labels(decided.workload());
    // An alert on an increase misses the first one of a series that begins with it.
    failures.initLabelValues(labels);
    decided.evidence().ifPresent(evidence -> shown(evidence, labels));
    if (decided.observed().demand().isPresent()) {
      demandTime.labelValues(labels).set(seconds(decided.at()));
    }
    saved.labelValues(labels).set(decided.worth().savedPodHours());
    regret.labelValues(labels).set(decided.worth().regretPodHours());
    dollars.put(decided.workload(), decided.worth().savedDollars());
    savings.set(dollars.values().stream().mapToDouble(Double::doubleValue).sum());
  }

  /** Shows a workload that is gone no longer; what it saved stays saved. */
  void forget(WorkloadId workload) {
    String[] labels = labels(workload);
    for (Gauge gauge :
        new Gauge[] {
          desired,
          floor,
          hpa,
          trust,
          saved,
          regret,
          pricedSaved,
          pricedRegret,
          savedDollars,
          regretDollars,
          kappa,
          demandTime,
          forecastTime
        }) {
      gauge.remove(labels);
    }
    aliasReplicas.remove(labels[0], labels[1], CHAMPION);
    aliasReplicas.remove(labels[0], labels[1], CHALLENGER);
    violation.remove(labels[0], labels[1], "tidewatch");
    violation.remove(labels[0], labels[1], "hpa");
  }

  private void shown(Evidence evidence, String[] labels) {
    desired.labelValues(labels).set(evidence.outcome().wanted());
    hpa.labelValues(labels).set(evidence.hpa().wanted());
    trust.labelValues(labels).set(evidence.outcome().trusted() ? 1 : 0);
    kappa.labelValues(labels).set(evidence.inputs().settings().kappa());
    evidence
        .inputs()
        .forecast()
        .ifPresent(made -> forecastTime.labelValues(labels).set(seconds(made.featureTime())));
    asked(labels, CHAMPION, evidence.asked().champion());
    asked(labels, CHALLENGER, evidence.asked().challenger());
    Ledger ledger = evidence.ledger();
    Ledger.Carried priced = evidence.priced();
    pricedSaved.labelValues(labels).set(priced.savedPriced());
    pricedRegret.labelValues(labels).set(priced.regretPriced());
    savedDollars.labelValues(labels).set(priced.savedPriced() * evidence.podHourCost());
    regretDollars.labelValues(labels).set(priced.regretPriced() * evidence.podHourCost());
    violation.labelValues(labels[0], labels[1], "tidewatch").set(ledger.violationSeconds());
    violation.labelValues(labels[0], labels[1], "hpa").set(ledger.hpaViolationSeconds());
  }

  private void asked(String[] labels, String alias, OptionalInt pods) {
    if (pods.isPresent()) {
      aliasReplicas.labelValues(labels[0], labels[1], alias).set(pods.getAsInt());
    } else {
      aliasReplicas.remove(labels[0], labels[1], alias);
    }
  }

  /** Everything in Prometheus' text format. */
  String text() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(out, registry.scrape());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  // The reason that an alert looks for is there before it happens: its first time counts, too.
  private Counter deeds() {
    Counter counter =
        Counter.builder()
            .name("tidewatch_deeds_total")
            .help("What was done, or could not be done, by its stable reason.")
            .labelNames("reason")
            .register(registry);
    counter.initLabelValues(FloorReason.CONFLICTING_OWNER.code());
    return counter;
  }

  private Gauge gauge(String name, String help) {
    return Gauge.builder().name(name).help(help).labelNames(WORKLOAD).register(registry);
  }

  private static String[] labels(WorkloadId workload) {
    return new String[] {workload.namespace(), workload.name()};
  }

  private static double seconds(Instant at) {
    return at.toEpochMilli() / 1e3;
  }
}
