package io.tidewatch.policy.outcome;

/**
 * Sums over the moments of one window.
 *
 * @param seconds how long it lasted
 * @param known of them those whose demand is known
 * @param spared those in which our pods carried what the HPA's alone would not have
 * @param lost those in which users were badly served and the HPA alone would have had more pods
 * @param podSeconds of our ready and starting pods
 * @param hpaPodSeconds of the HPA's
 */
public record ScaleTally(
    double seconds,
    double known,
    double spared,
    double lost,
    double podSeconds,
    double hpaPodSeconds) {
  /** Before the first moment. */
  public static final ScaleTally EMPTY = new ScaleTally(0, 0, 0, 0, 0, 0);

  /** With one more moment. */
  public ScaleTally plus(Moment moment) {
    double lasted = moment.seconds();
    return new ScaleTally(
        seconds + lasted,
        known + (moment.load().isPresent() ? lasted : 0),
        spared + (moment.spared() ? lasted : 0),
        lost + (moment.lost() ? lasted : 0),
        podSeconds + lasted * moment.all(),
        hpaPodSeconds + lasted * moment.hpaAll());
  }

  /** With one more moment whose losses are another action's doing. */
  public ScaleTally plusBlameless(Moment moment) {
    ScaleTally all = plus(moment);
    return new ScaleTally(
        all.seconds, all.known, all.spared, lost, all.podSeconds, all.hpaPodSeconds);
  }
}
