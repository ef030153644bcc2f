package io.tidewatch.operator.actuate;

import java.time.Duration;

/** What a candidate does next about the lease. */
enum LeasePlan {
  /** There is none: make it ours. */
  CREATE,
  /** Nobody holds it, or its holder has not been heard of: take it. */
  TAKE,
  /** It is ours: say so again. */
  RENEW,
  /** Somebody else leads. */
  WAIT,
  /** It was ours and is not any more. */
  LOST;

  /**
   * @param leading whether this process holds it, as far as it knows
   * @param silent how long the lease has looked the same to us; the holder's own times are not
   *     compared with our clock
   */
  static LeasePlan of(LeaseView lease, String me, boolean leading, Duration silent) {
    boolean mine = lease.present() && lease.holder().equals(me);
    if (leading) {
      return mine ? RENEW : LOST;
    }
    if (!lease.present()) {
      return CREATE;
    }
    boolean free = lease.holder().isEmpty() || silent.compareTo(lease.duration()) >= 0;
    return free ? TAKE : WAIT;
  }
}
