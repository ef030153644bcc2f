package io.tidewatch.policy.size;

import java.util.OptionalDouble;

/**
 * What is known of the Java machine in a container.
 *
 * @param maxHeap bytes that its heap may grow to; the highest of its pods
 * @param liveHeap bytes in use after a collection; the highest of its pods
 */
public record Jvm(OptionalDouble maxHeap, OptionalDouble liveHeap) {
  /** No Java machine, as far as anybody knows. */
  public static Jvm none() {
    return new Jvm(OptionalDouble.empty(), OptionalDouble.empty());
  }

  /** Whether there is one. */
  public boolean isPresent() {
    return maxHeap.isPresent() || liveHeap.isPresent();
  }
}
