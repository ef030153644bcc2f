package io.tidewatch.operator.hpa;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidewatch.operator.hpa.MetricsServer.Answer;
import io.tidewatch.policy.HpaInputs;
import io.tidewatch.policy.HpaInputs.Reading;
import io.tidewatch.policy.HpaMetric;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One scenario in the cluster. A sync begins with the controller's question for the first metric
 * and is over a few seconds after the last answer; then the outcome is read and the next stage is
 * set, ten seconds before the controller looks again. Where that was not in time, the recording
 * ends: it never holds a sync whose inputs are in doubt.
 */
final class ScenarioRun implements MetricsServer.Answers {
  private static final Duration SETTLES = Duration.ofSeconds(4);
  private static final Duration SEEN = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(75);

  private final Scenario scenario;
  private final String namespace;
  private final Clock clock;
  private final Instant origin;
  private final TestingTarget target;
  private final List<RecordedStep> steps = new ArrayList<>();
  private Stage stage;
  private int current;
  private int asked;
  private int answered;
  private Optional<Instant> decided = Optional.empty();
  private Instant applied;
  private Optional<String> broken = Optional.empty();

  ScenarioRun(Scenario scenario, KubernetesClient client, String namespace, Clock clock) {
    this.scenario = scenario;
    this.namespace = namespace;
    this.clock = clock;
    this.origin = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    this.target = new TestingTarget(client, namespace, scenario.name());
  }

  String name() {
    return scenario.name();
  }

  synchronized List<RecordedStep> steps() {
    return List.copyOf(steps);
  }

  /** Why the recording ended early, if it did. */
  synchronized Optional<String> broken() {
    return broken;
  }

  synchronized boolean done() {
    return broken.isPresent() || steps.size() == scenario.syncs();
  }

  private void start() {
    target.createTarget(scenario.start());
    Stage first = scenario.script().apply(moment(scenario.start()));
    apply(first, scenario.start());
    target.createAutoscaler(first.spec());
    applied = clock.instant();
  }

  @Override
  public synchronized Answer ask(String metric, Instant now) {
    if (done()) {
      return MetricsJson.discovery("done");
    }
    if (asked >= stage.readings().size() || now.isBefore(applied.plus(SEEN))) {
      broken = broken.or(() -> Optional.of("asked for " + metric + " before the stage was set"));
      return MetricsJson.discovery("broken");
    }
    HpaMetric wanted = stage.spec().metrics().get(asked);
    boolean custom = wanted.kind() == HpaMetric.Kind.PODS_AVERAGE;
    if (!metric.equals(custom ? wanted.name() : "pods")) {
      broken = Optional.of("asked for " + metric + " instead of " + wanted.name());
    }
    Optional<Map<String, Reading>> reading = stage.readings().get(asked);
    asked++;
    boolean silent = steps.size() % 2 == 1;
    return MetricsJson.of(wanted, reading.map(this::byFullName), namespace, silent);
  }

  private Map<String, Reading> byFullName(Map<String, Reading> readings) {
    Map<String, Reading> full = new TreeMap<>();
    readings.forEach((pod, reading) -> full.put(scenario.name() + "-" + pod, reading));
    return full;
  }

  @Override
  public synchronized void answered(Instant now) {
    answered++;
    if (answered == stage.readings().size()) {
      decided = Optional.of(now);
    }
  }

  /** Begins; later looks whether a sync is over, and if so records it and sets the next stage. */
  synchronized void tick() {
    if (stage == null) {
      start();
    }
    if (done()) {
      return;
    }
    if (decided.isEmpty() && stage.decidedByBounds(current) && settledByBounds()) {
      decided = Optional.of(clock.instant());
    }
    Instant now = clock.instant();
    if (decided.isEmpty()) {
      if (now.isAfter(applied.plus(PATIENCE))) {
        broken = Optional.of("the controller did not look for " + PATIENCE.toSeconds() + " s");
      }
      return;
    }
    if (now.isAfter(decided.get().plus(SETTLES))) {
      record(decided.get());
    }
  }

  private boolean settledByBounds() {
    if (current > 0) {
      return target.replicas() != current;
    }
    return "ScalingDisabled".equals(target.status().conditions().get("ScalingActive"));
  }

  private void record(Instant at) {
    TestingTarget.Status status = target.status();
    int desired = target.replicas();
    Instant seen = at.truncatedTo(ChronoUnit.MILLIS);
    HpaInputs inputs = new HpaInputs(seen, current, stage.pods(), stage.readings());
    steps.add(
        new RecordedStep(stage.spec(), inputs, desired, status.desired(), status.conditions()));
    if (!done()) {
      apply(scenario.script().apply(moment(desired)), desired);
    }
  }

  private Moment moment(int replicas) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    return new Moment(steps.size(), replicas, origin, now);
  }

  private void apply(Stage next, int replicas) {
    if (stage != null && !stage.spec().equals(next.spec())) {
      target.become(next.spec());
    }
    next.replicas().ifPresent(target::scale);
    target.become(next.pods());
    stage = next;
    current = next.replicas().orElse(replicas);
    asked = 0;
    answered = 0;
    decided = Optional.empty();
    applied = clock.instant();
  }

  /** Takes everything of this scenario out of the cluster. */
  synchronized void clear() {
    target.delete();
  }
}
