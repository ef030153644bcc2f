package io.tidewatch.policy;

/**
 * What a run of pods cost, beside what it would have cost under another policy.
 *
 * <p>savings = Σ(counterfactual − ours) may be negative; regret = Σ max(0, ours − counterfactual)
 * over hours counts only the hours that we made dearer, so that a good night cannot hide a bad day.
 *
 * @param podHours ours
 * @param savings in pod-hours
 * @param regret in pod-hours
 */
public record Cost(double podHours, double savings, double regret) {

  /** Pod-hours of a count that is sampled {@code samplesPerHour} times an hour. */
  public static double podHours(int[] counts, int samplesPerHour) {
    return (double) sum(counts, 0, counts.length) / samplesPerHour;
  }

  /** Compares two counts that were sampled at the same times, hour by hour. */
  public static Cost compare(int[] ours, int[] counterfactual, int samplesPerHour) {
    if (ours.length != counterfactual.length || samplesPerHour < 1) {
      throw new IllegalArgumentException("needs two series of one length and rate");
    }
    long saved = 0;
    long regret = 0;
    for (int from = 0; from < ours.length; from += samplesPerHour) {
      int to = Math.min(ours.length, from + samplesPerHour);
      long difference = sum(counterfactual, from, to) - sum(ours, from, to);
      saved += difference;
      regret += Math.max(0, -difference);
    }
    return new Cost(
        podHours(ours, samplesPerHour),
        (double) saved / samplesPerHour,
        (double) regret / samplesPerHour);
  }

  /** The same in money. */
  public Cost inMoney(double pricePerPodHour) {
    return new Cost(
        podHours * pricePerPodHour, savings * pricePerPodHour, regret * pricePerPodHour);
  }

  private static long sum(int[] counts, int from, int to) {
    long sum = 0;
    for (int i = from; i < to; i++) {
      sum += counts[i];
    }
    return sum;
  }
}
