package io.tidewatch.demo.history;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Histories that several tests look at. */
final class Histories {
  static final Instant END = Instant.parse("2026-11-24T16:00:00Z");
  static final int DAYS = 14;

  private Histories() {}

  static long minute(String instant) {
    return Instant.parse(instant).getEpochSecond() / 60;
  }

  static ShopTraffic shop(long seed) {
    return shop(seed, END);
  }

  static ShopTraffic shop(long seed, Instant end) {
    return new ShopTraffic(seed, end.getEpochSecond() / 60, DAYS);
  }

  static Demand demand(String workload, long seed, Instant end) {
    long last = end.getEpochSecond() / 60;
    Workload found =
        Shop.workloads().stream().filter(w -> w.name().equals(workload)).findFirst().orElseThrow();
    return new Demand(found, seed, last, shop(seed, end).incidents(), Shop.ZONE.getRules());
  }

  /** The demand of every workload over the whole history, the last minute last. */
  static Map<String, double[]> demands(long seed) {
    Map<String, double[]> demands = new LinkedHashMap<>();
    int minutes = DAYS * Moment.MINUTES_A_DAY;
    long first = END.getEpochSecond() / 60 - minutes + 1;
    for (Workload workload : Shop.workloads()) {
      Demand demand = demand(workload.name(), seed, END);
      double[] values = new double[minutes];
      for (int i = 0; i < minutes; i++) {
        values[i] = demand.at(first + i);
      }
      demands.put(workload.name(), values);
    }
    return demands;
  }
}
