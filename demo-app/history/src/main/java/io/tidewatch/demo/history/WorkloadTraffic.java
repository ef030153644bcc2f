package io.tidewatch.demo.history;

import java.time.zone.ZoneRules;
import java.util.List;
import java.util.stream.IntStream;

/** One workload and all that is derived from its demand. */
final class WorkloadTraffic {
  private final String name;
  private final Demand demand;
  private final Replicas replicas;
  private final Health health;
  private final List<Pod> pods;
  private final List<Series> own;
  private final List<Series> ofPods;
  private List<Double> values = List.of();

  WorkloadTraffic(Workload w, long seed, long lastMinute, IncidentPlan incidents, ZoneRules zone) {
    Noise noise = w.noise(seed);
    name = w.name();
    demand = new Demand(w, seed, lastMinute, incidents, zone);
    replicas = new Replicas(w, demand, incidents);
    health = new Health(w, incidents, noise.stream("health"));
    pods =
        IntStream.range(0, IncidentPlan.PODS)
            .mapToObj(i -> new Pod(w, i, incidents, noise))
            .toList();
    own =
        List.of(Family.REQUESTS, Family.ERRORS, Family.LATENCY, Family.READY).stream()
            .map(family -> Series.ofWorkload(family, Workload.NAMESPACE, w.name()))
            .toList();
    ofPods =
        pods.stream()
            .flatMap(
                pod ->
                    List.of(Family.CPU, Family.MEMORY, Family.RESTARTS).stream()
                        .map(f -> Series.ofPod(f, Workload.NAMESPACE, pod.name(), w.name())))
            .toList();
  }

  String name() {
    return name;
  }

  String podName(int index) {
    return pods.get(index).name();
  }

  List<Series> own() {
    return own;
  }

  void live(long minute) {
    double arriving = demand.at(minute);
    int ready = replicas.at(minute);
    values =
        List.of(
            arriving,
            health.errors(minute, arriving, ready),
            health.latency(minute, arriving, ready),
            (double) ready);
    pods.forEach(pod -> pod.live(minute, arriving, ready));
  }

  void readings(List<Reading> into, boolean podsToo) {
    for (int i = 0; i < own.size(); i++) {
      into.add(new Reading(own.get(i), values.get(i)));
    }
    if (podsToo) {
      podReadings(into);
    }
  }

  void podReadings(List<Reading> into) {
    for (int i = 0; i < pods.size(); i++) {
      Pod pod = pods.get(i);
      into.add(new Reading(ofPods.get(3 * i), pod.cpuSeconds()));
      into.add(new Reading(ofPods.get(3 * i + 1), pod.memory()));
      into.add(new Reading(ofPods.get(3 * i + 2), pod.restarts()));
    }
  }
}
