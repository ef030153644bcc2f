package io.tidewatch.demo.history;

import io.tidewatch.demo.history.Incident.Kind;
import java.util.Optional;

/**
 * One observed pod: a cumulative CPU counter, its memory and its restarts. The counters make it the
 * one stateful part: minutes are lived through one after the other.
 */
final class Pod {
  private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
  private static final double IDLE_CORES = 0.015;

  private final Workload workload;
  private final int index;
  private final IncidentPlan incidents;
  private final Noise noise;
  private final String name;
  private double cpuSeconds;
  private double memory;
  private int restarts;

  Pod(Workload workload, int index, IncidentPlan incidents, Noise workloadNoise) {
    this.workload = workload;
    this.index = index;
    this.incidents = incidents;
    this.noise = workloadNoise.stream("pod" + index);
    this.name =
        workload.name()
            + "-"
            + letters(workloadNoise.stream("replicaset"), 10)
            + "-"
            + letters(noise.stream("name"), 5);
  }

  /** Lives through one minute, in which the pod gets its share of the demand. */
  void live(long minute, double demand, int ready) {
    Incident nearest = incidents.around(Kind.LEAK_OOM, minute);
    boolean mine = nearest.workload().equals(workload.name()) && nearest.pod() == index;
    if (mine && nearest.endMinute() == minute) {
      restarts++;
      // A new container counts from zero.
      cpuSeconds = 0;
    }
    double load = demand / ready * noise.stream("share").logNormal(0.06, minute);
    Optional<Incident> leak = Optional.of(nearest).filter(i -> mine && i.activeAt(minute));
    cpuSeconds += 60 * cores(load, leak, minute);
    memory = memory(load, leak, minute);
  }

  private double cores(double load, Optional<Incident> leak, long minute) {
    double collecting = leak.map(i -> 0.35 * cubed(i.progressAt(minute))).orElse(0.0);
    double busy = workload.coresAtCapacity() * load / workload.capacity();
    return (IDLE_CORES + busy) * (1 + collecting) * noise.stream("cpu").logNormal(0.04, minute);
  }

  private double memory(double load, Optional<Incident> leak, long minute) {
    double fresh = workload.memory() * (0.9 + 0.15 * Math.min(1.5, load / workload.capacity()));
    double leaked = leak.map(i -> i.progressAt(minute)).orElse(0.0);
    double wanted = fresh + (workload.memoryLimit() * 0.995 - fresh) * leaked;
    double factor = noise.stream("memory").logNormal(0.006, minute);
    return Math.min(workload.memoryLimit(), wanted * factor);
  }

  String name() {
    return name;
  }

  double cpuSeconds() {
    return cpuSeconds;
  }

  double memory() {
    return memory;
  }

  int restarts() {
    return restarts;
  }

  private static double cubed(double value) {
    return value * value * value;
  }

  private static String letters(Noise noise, int count) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < count; i++) {
      letters.append(ALPHABET.charAt(noise.below(ALPHABET.length(), i)));
    }
    return letters.toString();
  }
}
