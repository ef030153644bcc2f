package io.tidewatch.demo.history;

/**
 * One Deployment of the shop: its traffic and what it needs to carry it.
 *
 * @param name of the Deployment
 * @param character in one word
 * @param profile its traffic
 * @param capacity requests/s that one ready pod carries within the SLO
 * @param minReplicas never fewer
 * @param maxReplicas never more
 * @param target utilisation at which its autoscaler aims
 * @param latency p95 of an idle workload in seconds
 * @param coresAtCapacity CPU that a pod uses at its capacity
 * @param memory bytes of a fresh pod
 * @param memoryLimit bytes at which the kernel kills it
 */
public record Workload(
    String name,
    String character,
    Profile profile,
    double capacity,
    int minReplicas,
    int maxReplicas,
    double target,
    double latency,
    double coresAtCapacity,
    long memory,
    long memoryLimit) {
  /** The namespace of all of them. */
  public static final String NAMESPACE = "shop";

  /** Refuses bounds that contradict each other. */
  public Workload {
    if (minReplicas < IncidentPlan.PODS || maxReplicas < minReplicas || memoryLimit <= memory) {
      throw new IllegalArgumentException("contradicting bounds of " + name);
    }
  }

  /** The noise of this workload, apart from all others. */
  public Noise noise(long seed) {
    return Noise.seeded(seed).stream(name);
  }
}
