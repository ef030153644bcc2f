package io.tidewatch.policy.heal;

import java.util.Objects;
import java.util.Optional;

/**
 * What is known of one pod at one step.
 *
 * @param uid names this pod and no later one
 * @param node where it runs; empty text while it does not
 * @param age steps since it was made
 * @param strange what the anomaly model says; empty: it was not asked or did not answer
 */
public record PodReading(
    String uid,
    String name,
    String node,
    long age,
    boolean ready,
    MemoryOutlook memory,
    Optional<Strangeness> strange) {
  public PodReading {
    Objects.requireNonNull(uid, "uid");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(memory, "memory");
    Objects.requireNonNull(strange, "strange");
  }
}
