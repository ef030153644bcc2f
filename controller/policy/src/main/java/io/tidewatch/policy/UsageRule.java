package io.tidewatch.policy;

/**
 * From a usage ratio to a number of pods: replica_calculator.go of Kubernetes 1.34.
 *
 * @param tolerance ratios that change nothing
 * @param rounding what a product may exceed a whole number by and still be it: 0 for the
 *     controller's own integers, a little for loads that are real numbers
 */
record UsageRule(Tolerance tolerance, double rounding) {

  /** How many pods one metric asks for, and by which branch. */
  record Wish(int pods, HpaBranch branch) {}

  /** All pods that count have a reading. */
  Wish direct(int present, double ratio, int ready) {
    if (tolerance.holds(ratio)) {
      return new Wish(present, HpaBranch.WITHIN_TOLERANCE);
    }
    return new Wish(pods(ratio * ready), ratio > 1 ? HpaBranch.USAGE_UP : HpaBranch.USAGE_DOWN);
  }

  /**
   * Some pods had to be guessed, against the direction of the change.
   *
   * @param ratio what the readings alone say
   * @param guessed what they say together with the guesses
   * @param counted pods behind {@code guessed}
   */
  Wish careful(int present, double ratio, double guessed, int counted) {
    if (tolerance.holds(guessed)) {
      return new Wish(present, HpaBranch.CAREFUL_WITHIN_TOLERANCE);
    }
    if ((ratio < 1 && guessed > 1) || (ratio > 1 && guessed < 1)) {
      return new Wish(present, HpaBranch.CAREFUL_TURNED);
    }
    int pods = pods(guessed * counted);
    if (guessed < 1 ? pods > present : pods < present) {
      return new Wish(present, HpaBranch.CAREFUL_COUNT_TURNED);
    }
    return new Wish(pods, guessed > 1 ? HpaBranch.CAREFUL_UP : HpaBranch.CAREFUL_DOWN);
  }

  private int pods(double exact) {
    return (int) Math.ceil(exact - rounding);
  }
}
