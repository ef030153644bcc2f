package io.tidewatch.operator;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.QuerySpec;
import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.crd.ScalerEntry;
import io.tidewatch.operator.crd.ScalerObject;
import io.tidewatch.operator.crd.ScalerPlan;
import io.tidewatch.operator.crd.ScalerPlans;
import io.tidewatch.operator.crd.TargetKey;
import io.tidewatch.operator.crd.TargetSight;
import io.tidewatch.operator.crd.spec.PredictiveScalerSpec;
import io.tidewatch.policy.CapacityLearner;
import io.tidewatch.policy.CapacityLearner.Learned;
import io.tidewatch.policy.CapacityLearner.Point;
import io.tidewatch.policy.CapacityLearner.Terms;
import io.tidewatch.source.PrometheusClient;
import io.tidewatch.source.RangeSeries;
import io.tidewatch.source.StepRange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What pods carry, for those whose owner wants it learned: once a nominal hour out of a week of
 * hourly values in Prometheus, on a thread of its own. A value that hardly differs changes nothing.
 */
final class CapacityBook implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CapacityBook.class);
  private static final int HOURS = 168;
  private static final double HARDLY = 0.05;
  private static final String BY_WORKLOAD = "sum by (namespace, workload, workload_kind) (%s)";

  private final Timescale timescale;
  private final Supplier<Optional<Catalogue>> catalogues;
  private final PrometheusClient client;
  private final Clock clock;
  private final Duration hour;
  private final Complaints complaints = new Complaints(LOG);
  private final Map<WorkloadId, Learned> learned = new ConcurrentHashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "capacities"));
  private volatile List<ScalerEntry> learners = List.of();
  private List<WorkloadId> known = List.of();
  private Instant next = Instant.MIN;

  /**
   * A book that is empty until {@link #start}.
   *
   * @param catalogues the one of now, with all queries
   */
  CapacityBook(
      Timescale timescale,
      Supplier<Optional<Catalogue>> catalogues,
      PrometheusClient client,
      Clock clock) {
    this.timescale = timescale;
    this.catalogues = catalogues;
    this.client = client;
    this.clock = clock;
    this.hour = timescale.wallDuration(Duration.ofHours(1));
  }

  CapacityBook start() {
    long pause = timescale.step().toMillis();
    thread.scheduleWithFixedDelay(this::tick, pause, pause, TimeUnit.MILLISECONDS);
    return this;
  }

  /** What is known of a workload's pods. */
  Optional<Learned> of(WorkloadId workload) {
    return Optional.ofNullable(learned.get(workload));
  }

  /** Says which workloads there are now. */
  void follow(ScalerPlans plans) {
    learners = plans.entries().stream().filter(CapacityBook::learns).toList();
    // By the object, not by its plan: a target that is not found for a moment is no other one.
    Set<WorkloadId> asked =
        plans.entries().stream()
            .map(ScalerEntry::object)
            .filter(CapacityBook::learns)
            .flatMap(object -> object.target().stream())
            .map(TargetKey::workload)
            .collect(Collectors.toSet());
    learned.keySet().retainAll(asked);
  }

  private static boolean learns(ScalerEntry entry) {
    return entry.plan().isPresent() && learns(entry.object());
  }

  private static boolean learns(ScalerObject object) {
    return object
        .spec()
        .map(PredictiveScalerSpec::capacity)
        .map(capacity -> Boolean.TRUE.equals(capacity.learn()))
        .orElse(false);
  }

  private void tick() {
    try {
      learnIfDue();
      complaints.well("capacities");
    } catch (UserException down) {
      complaints.trouble("capacities", down.getMessage());
    } catch (RuntimeException bug) {
      LOG.error("capacities are not learned: a bug in the controller", bug);
    }
  }

  private void learnIfDue() {
    List<ScalerEntry> now = learners;
    List<WorkloadId> ids = now.stream().map(each -> workload(each)).toList();
    Optional<Catalogue> catalogue = catalogues.get();
    if (catalogue.isEmpty()
        || ids.isEmpty()
        || ids.equals(known) && clock.instant().isBefore(next)) {
      return;
    }
    learn(now, catalogue.get());
    known = ids;
    next = clock.instant().plus(hour);
  }

  /** Learns what there is to be learned about these. */
  void learn(List<ScalerEntry> entries, Catalogue catalogue) {
    Week week = new Week(catalogue);
    for (ScalerEntry entry : entries) {
      ScalerPlan plan = entry.plan().orElseThrow();
      CapacityLearner.learn(week.points(plan), terms(plan, entry.target()))
          .ifPresent(fresh -> learned.merge(workload(entry), fresh, CapacityBook::kept));
    }
  }

  // Every change begins a new fleet: not for the sake of a digit.
  private static Learned kept(Learned before, Learned now) {
    boolean same = Math.abs(now.perPod() / before.perPod() - 1) < HARDLY;
    return same ? before : now;
  }

  private static Terms terms(ScalerPlan plan, TargetSight target) {
    OptionalDouble request =
        target
            .requests()
            .filter(requests -> requests.cpus() > 0)
            .map(requests -> OptionalDouble.of(requests.cpus()))
            .orElseGet(OptionalDouble::empty);
    Integer millis =
        plan.object()
            .spec()
            .map(PredictiveScalerSpec::slo)
            .map(slo -> slo.latencyP95Millis())
            .orElse(null);
    OptionalDouble latency =
        millis == null ? OptionalDouble.empty() : OptionalDouble.of(millis / 1e3);
    return new Terms(request, latency, plan.workload().target());
  }

  private static WorkloadId workload(ScalerEntry entry) {
    return entry.plan().orElseThrow().workload().workload();
  }

  /** A week of hours of each query, asked when it is first needed. */
  private final class Week {
    private final Catalogue catalogue;
    private final long until = clock.instant().getEpochSecond() / Math.max(1, hour.toSeconds());
    private final Map<String, Map<WorkloadId, Map<Long, Double>>> asked = new HashMap<>();

    Week(Catalogue catalogue) {
      this.catalogue = catalogue;
    }

    List<Point> points(ScalerPlan plan) {
      WorkloadId id = plan.workload().workload();
      Map<Long, Double> demand = values(plan.workload().demand(), "%s").getOrDefault(id, Map.of());
      Map<Long, Double> ready =
          plan.workload()
              .readyReplicas()
              .map(name -> values(name, "%s").getOrDefault(id, Map.of()))
              .orElse(Map.of());
      Map<Long, Double> cpu = values("cpu_usage", BY_WORKLOAD).getOrDefault(id, Map.of());
      Map<Long, Double> latency = values("latency_p95", "%s").getOrDefault(id, Map.of());
      List<Point> points = new ArrayList<>();
      demand.forEach(
          (at, load) -> {
            double pods = ready.getOrDefault(at, 0.0);
            if (pods >= 1) {
              points.add(
                  new Point(load / pods, share(cpu.get(at), pods), share(latency.get(at), 1)));
            }
          });
      return points;
    }

    private OptionalDouble share(Double value, double pods) {
      return value == null ? OptionalDouble.empty() : OptionalDouble.of(value / pods);
    }

    private Map<WorkloadId, Map<Long, Double>> values(String name, String form) {
      return asked.computeIfAbsent(name, key -> ask(name, form));
    }

    private Map<WorkloadId, Map<Long, Double>> ask(String name, String form) {
      Map<WorkloadId, Map<Long, Double>> values = new HashMap<>();
      Optional<QuerySpec> query =
          catalogue.queries().stream().filter(each -> each.name().equals(name)).findFirst();
      if (query.isEmpty()) {
        return values;
      }
      String promql = form.formatted(query.get().at(timescale.step()));
      for (RangeSeries series : range(promql)) {
        Optional<WorkloadId> id = query.get().workloadOf(series.labels());
        id.ifPresent(found -> add(series, values.computeIfAbsent(found, none -> new HashMap<>())));
      }
      return values;
    }

    private List<RangeSeries> range(String promql) {
      return client.range(promql, hour, new StepRange(until - HOURS, until)).series();
    }

    private void add(RangeSeries series, Map<Long, Double> values) {
      for (int i = 0; i < series.steps().length; i++) {
        values.put(series.steps()[i], series.values()[i]);
      }
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
