package io.tidewatch.demo.history;

import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The traffic of the shop. Everything is a pure function of (seed, end, minute) but the CPU
 * counters and restarts, which are counted from the first minute on.
 */
public final class ShopTraffic implements Traffic {
  /** Series per pod exist for the last days of the history only. */
  public static final int POD_DAYS = 3;

  private final long firstMinute;
  private final long lastMinute;
  private final IncidentPlan incidents;
  private final List<WorkloadTraffic> lanes;
  private long next;

  /** A history of so many days whose last minute is given. */
  public ShopTraffic(long seed, long lastMinute, int days) {
    this.firstMinute = lastMinute - (long) days * Moment.MINUTES_A_DAY + 1;
    this.lastMinute = lastMinute;
    this.next = firstMinute;
    List<Workload> workloads = Shop.workloads();
    this.incidents =
        new IncidentPlan(
            Noise.seeded(seed).stream("incidents"),
            lastMinute,
            workloads.stream().map(Workload::name).toList());
    ZoneRules zone = Shop.ZONE.getRules();
    this.lanes =
        workloads.stream()
            .map(w -> new WorkloadTraffic(w, seed, lastMinute, incidents, zone))
            .toList();
  }

  /** The planted incidents, for the truth file only. */
  public IncidentPlan incidents() {
    return incidents;
  }

  /** The name of an observed pod. */
  public String podName(String workload, int index) {
    return lanes.stream()
        .filter(lane -> lane.name().equals(workload))
        .map(lane -> lane.podName(index))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public List<Series> series() {
    List<Reading> all = new ArrayList<>();
    lanes.forEach(lane -> lane.podReadings(all));
    List<Series> pods = all.stream().map(Reading::series).toList();
    return Stream.concat(lanes.stream().flatMap(lane -> lane.own().stream()), pods.stream())
        .sorted(Comparator.comparing(Series::family))
        .toList();
  }

  @Override
  public long firstMinute() {
    return firstMinute;
  }

  @Override
  public long lastMinute() {
    return lastMinute;
  }

  @Override
  public List<Reading> at(long minute) {
    if (minute < next - 1 || minute < firstMinute) {
      throw new IllegalArgumentException("minutes must not go back: " + minute + " after " + next);
    }
    for (; next <= minute; next++) {
      long now = next;
      lanes.forEach(lane -> lane.live(now));
    }
    boolean podsToo = minute > lastMinute - (long) POD_DAYS * Moment.MINUTES_A_DAY;
    List<Reading> readings = new ArrayList<>();
    for (WorkloadTraffic lane : lanes) {
      lane.readings(readings, podsToo);
    }
    readings.sort(Comparator.comparing(reading -> reading.series().family()));
    return readings;
  }
}
