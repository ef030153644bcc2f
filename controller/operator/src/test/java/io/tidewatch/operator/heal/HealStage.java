package io.tidewatch.operator.heal;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.QuerySpec;
import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.InMemoryNotes;
import io.tidewatch.operator.actuate.TestingClock;
import io.tidewatch.operator.crd.ScalerPlan;
import io.tidewatch.operator.incident.Incident;
import io.tidewatch.operator.incident.Incidents;
import io.tidewatch.source.RangeResult;
import io.tidewatch.source.RangeSeries;
import io.tidewatch.source.StepRange;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** A healer whose readings a test writes, and what it has told whom. */
final class HealStage {
  static final Duration STEP = Duration.ofMinutes(1);
  static final QuerySpec QUERY =
      new QuerySpec(
          "memory_of_limit",
          "memory",
          "share",
          QuerySpec.Level.POD,
          QuerySpec.Absent.UNKNOWN,
          QuerySpec.LabelNames.DEFAULT,
          Optional.empty());
  private static final Catalogue CATALOGUE =
      new Catalogue(Timescale.realTime(), Duration.ofSeconds(15), List.of(QUERY), List.of());

  final List<HealNews> news = new ArrayList<>();
  final Map<Incident.Key, Incident> incidents = new LinkedHashMap<>();
  final List<String> over = new ArrayList<>();

  /** Pod → the step at which it begins to leak; those that are not there do not. */
  final Map<String, Long> leaks = new TreeMap<>();

  final Map<String, WorkloadId> pods = new TreeMap<>();
  List<ScalerPlan> plans = List.of();
  Mode limit = Mode.ACT;
  boolean leads = true;
  boolean prometheusDown;
  AnomalySource anomalies = workload -> AnomalySource.Said.nothing("serving is down");
  Instant now;
  final TestingClock time = new TestingClock(Instant.EPOCH);
  final InMemoryNotes notes = new InMemoryNotes();
  private final Cluster cluster;
  private Path state;
  private Healer process;

  HealStage(Cluster cluster, Path state, Instant now) {
    this.cluster = cluster;
    this.state = state;
    this.now = now;
    restartProcess();
  }

  /** A new process with the same state directory. */
  void restartProcess() {
    Timescale timescale = CATALOGUE.timescale();
    HealDesk desk = new HealDesk(new Told(), news::add, cluster::event);
    RestartLedger ledger = RestartLedger.open(state, Duration.ofDays(1), notes);
    RestartDesk restarts = new RestartDesk(cluster, ledger, desk, timescale);
    MemoryBook memory = new MemoryBook(Optional.of(QUERY), this::memory);
    PodWatch watch =
        new PodWatch(cluster, memory, workload -> anomalies.about(workload), timescale, time);
    process =
        new Healer(
            new HealPass(watch, restarts, desk),
            restarts,
            () ->
                plans.stream()
                    .flatMap(plan -> HealPlan.of(plan, limit, 20, timescale).stream())
                    .toList(),
            () -> leads,
            CATALOGUE,
            Clock.systemUTC());
  }

  /** A new process on another node: its state directory is empty. */
  void moveProcess(Path elsewhere) {
    state = elsewhere;
    restartProcess();
  }

  /** Time goes by, four looks a step. */
  void steps(int count) {
    for (int i = 0; i < 4 * count; i++) {
      now = now.plus(STEP.dividedBy(4));
      look();
    }
  }

  /** Looks again at the same time. */
  void look() {
    process.tick(now);
  }

  boolean surging(WorkloadId workload) {
    return process.surging(workload);
  }

  long step() {
    return CATALOGUE.timescale().stepIndex(now);
  }

  List<HealNews.Kind> kinds() {
    return news.stream().map(HealNews::kind).toList();
  }

  Optional<Incident> incident(String cause) {
    return incidents.values().stream().filter(each -> each.cause().equals(cause)).findFirst();
  }

  private RangeResult memory(StepRange steps) {
    if (prometheusDown) {
      throw new UserException("Prometheus is down", "a test says so", "wait");
    }
    List<RangeSeries> series = new ArrayList<>();
    pods.forEach(
        (pod, workload) ->
            series.add(
                new RangeSeries(
                    Map.of(
                        "namespace", workload.namespace(),
                        "workload", workload.name(),
                        "pod", pod),
                    LongStream.rangeClosed(steps.first(), steps.until()).toArray(),
                    LongStream.rangeClosed(steps.first(), steps.until())
                        .mapToDouble(step -> share(pod, step))
                        .toArray(),
                    0)));
    return new RangeResult(series, List.of());
  }

  private double share(String pod, long step) {
    long leaking = step - leaks.getOrDefault(pod, Long.MAX_VALUE / 2);
    return Math.min(1, 0.4 + 0.001 * (step % 3) + (leaking > 0 ? 0.015 * leaking : 0));
  }

  private final class Told implements Incidents {
    @Override
    public void report(Incident incident) {
      incidents.put(incident.key(), incident);
    }

    @Override
    public void over(Incident.Key key, Instant at, String why) {
      if (incidents.remove(key) != null) {
        over.add(key.cause() + " " + key.subject() + ": " + why);
      }
    }
  }
}
