package io.tidewatch.demo.history;

import io.tidewatch.demo.history.Incident.Kind;

/**
 * How well a workload answers: failed requests and the p95 latency, which follow from utilisation ρ
 * = demand ÷ (ready · capacity) and from the incidents that are on.
 */
public final class Health {
  private static final double SLOWEST = 10;

  private final Workload workload;
  private final IncidentPlan incidents;
  private final Noise noise;

  /** The health of the workload; its small ups and downs are looked up in the stream. */
  public Health(Workload workload, IncidentPlan incidents, Noise noise) {
    this.workload = workload;
    this.incidents = incidents;
    this.noise = noise;
  }

  /** Failed requests per second: one in a thousand, what is beyond capacity, and incidents. */
  public double errors(long minute, double demand, int ready) {
    double utilisation = demand / (ready * workload.capacity());
    double refused = Math.max(0, 1 - 1 / Math.max(1e-9, utilisation));
    double share = 0.001 * noise.stream("errors").logNormal(0.3, minute) + refused;
    share += share(Kind.ERROR_BURST, minute, 0.12, 0.3);
    share += share(Kind.OUTAGE, minute, 0.7, 0.9);
    share += dying(minute) ? 0.03 : 0;
    double expected = demand * Math.min(1, share);
    double counted =
        expected + StrictMath.sqrt(expected / 60) * noise.stream("error-count").gaussian(minute);
    return Math.min(demand, Math.max(0, counted));
  }

  /** The 95th percentile of the latency in seconds: flat, then steep beyond 80 % utilisation. */
  public double latency(long minute, double demand, int ready) {
    double utilisation = demand / (ready * workload.capacity());
    double queue = 0.5 * utilisation * utilisation + 6 * Math.max(0, utilisation - 0.8);
    double creep =
        incidents
            .active(Kind.LATENCY_CREEP, workload.name(), minute)
            .map(i -> (1.5 + 3 * i.severity()) * i.progressAt(minute))
            .orElse(0.0);
    double slow = share(Kind.OUTAGE, minute, 8, 20) + (dying(minute) ? 0.6 : 0);
    double factor = noise.stream("latency").logNormal(0.06, minute);
    return Math.min(SLOWEST, workload.latency() * (1 + queue + creep + slow) * factor);
  }

  private double share(Kind kind, long minute, double mildest, double worst) {
    return incidents
        .active(kind, workload.name(), minute)
        .map(incident -> mildest + (worst - mildest) * incident.severity())
        .orElse(0.0);
  }

  /** In the last tenth of a leak the pod collects garbage more than it works. */
  private boolean dying(long minute) {
    return incidents
        .active(Kind.LEAK_OOM, workload.name(), minute)
        .filter(leak -> leak.progressAt(minute) > 0.9)
        .isPresent();
  }
}
