package io.tidewatch.policy.simulate;

/**
 * What a part of a replay cost.
 *
 * @param podHours hours of ready and starting pods
 * @param violationMinutes minutes in which demand was above what the ready pods carry
 * @param priced pod-hours plus λ·μ pod-minutes for each violated minute
 */
public record Spent(double podHours, double violationMinutes, double priced) {
  /** Nothing. */
  public static final Spent NOTHING = new Spent(0, 0, 0);

  /** Both together. */
  public Spent plus(Spent other) {
    return new Spent(
        podHours + other.podHours,
        violationMinutes + other.violationMinutes,
        priced + other.priced);
  }

  /** The same in units of other pod-hours; minutes stay minutes. */
  Spent per(double hours) {
    return new Spent(podHours / hours, violationMinutes, priced / hours);
  }
}
