package io.tidewatch.policy.simulate;

/**
 * What was asked for at one time.
 *
 * @param quarter number of the quarter of a step (15 nominal seconds) since the epoch
 * @param before pods, ready and starting, that stood before
 * @param ours pods that the decision asked for
 * @param hpa pods that the user's HPA would have asked for by then
 */
public record Asked(long quarter, int before, int ours, int hpa) implements Comparable<Asked> {
  @Override
  public int compareTo(Asked other) {
    return Long.compare(quarter, other.quarter);
  }
}
