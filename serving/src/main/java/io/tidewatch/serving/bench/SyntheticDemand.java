package io.tidewatch.serving.bench;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.QuerySpec;
import io.tidewatch.domain.Series;
import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.domain.WorkloadSpec;
import io.tidewatch.serving.window.DemandSource;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Days with noise for any number of workloads, computed when they are asked for. */
final class SyntheticDemand implements DemandSource {
  private static final int WORKLOADS_PER_QUERY = 500;
  private static final double[] DAY = day();

  private final Map<String, List<WorkloadId>> byQuery = new HashMap<>();
  private final Catalogue catalogue;

  /** Workloads {@code bench/w0}… on a step of one second, settled at once. */
  SyntheticDemand(int workloads) {
    Map<String, QuerySpec> queries = new HashMap<>();
    List<WorkloadSpec> specs = new ArrayList<>();
    for (int i = 0; i < workloads; i++) {
      String name = "demand_" + i / WORKLOADS_PER_QUERY;
      queries.computeIfAbsent(name, SyntheticDemand::query);
      queries.computeIfAbsent("ready_" + i / WORKLOADS_PER_QUERY, SyntheticDemand::query);
      WorkloadId id = new WorkloadId("bench", WorkloadId.DEPLOYMENT, "w" + i);
      byQuery.computeIfAbsent(name, any -> new ArrayList<>()).add(id);
      specs.add(spec(id, name, "ready_" + i / WORKLOADS_PER_QUERY));
    }
    Timescale timescale = new Timescale(Duration.ofSeconds(1), Instant.EPOCH, Instant.EPOCH);
    this.catalogue = new Catalogue(timescale, Duration.ZERO, List.copyOf(queries.values()), specs);
  }

  Catalogue catalogue() {
    return catalogue;
  }

  @Override
  public Reading read(QuerySpec query, long from, long to) {
    boolean pods = query.name().startsWith("ready_");
    Map<WorkloadId, Series> series = new HashMap<>();
    for (WorkloadId id : byQuery.get(query.name().replace("ready_", "demand_"))) {
      double[] values = new double[(int) (to - from + 1)];
      int seed = id.name().hashCode();
      for (int i = 0; i < values.length; i++) {
        values[i] = pods ? 8 : demand(seed, from + i);
      }
      series.put(id, Series.of(from, values));
    }
    return Reading.of(series);
  }

  private static double demand(int seed, long step) {
    double level = 20 + Math.floorMod(seed, 200);
    double season = DAY[(int) Math.floorMod(step + seed, (long) Timescale.STEPS_PER_DAY)];
    long noise = (step * 0x9E3779B97F4A7C15L + seed) * 0xBF58476D1CE4E5B9L >>> 40;
    return level * (season + 0.1 * noise / (1 << 24));
  }

  private static double[] day() {
    double[] day = new double[Timescale.STEPS_PER_DAY];
    for (int i = 0; i < day.length; i++) {
      day[i] = 1 + 0.5 * Math.sin(2 * Math.PI * i / day.length);
    }
    return day;
  }

  private static QuerySpec query(String name) {
    return new QuerySpec(
        name,
        name,
        "1",
        QuerySpec.Level.WORKLOAD,
        QuerySpec.Absent.UNKNOWN,
        QuerySpec.LabelNames.DEFAULT,
        Optional.empty());
  }

  private static WorkloadSpec spec(WorkloadId id, String demand, String ready) {
    return new WorkloadSpec(
        id,
        demand,
        Optional.of(ready),
        2,
        100,
        OptionalDouble.of(12),
        0.6,
        OptionalDouble.empty(),
        60,
        1,
        ZoneId.of("UTC"),
        0);
  }
}
