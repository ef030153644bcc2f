package io.tidewatch.operator.actuate;

/** The next thing to do about a target's count. */
sealed interface ScalePlan {
  /** Nothing, and why. */
  record Rest(ScaleReason reason, String text) implements ScalePlan {}

  /** Write this count. */
  record Write(int replicas) implements ScalePlan {}

  /**
   * A count goes up to what is wanted from wherever it is, but down only from the count that was
   * decided about: what somebody has changed since was not part of the decision.
   *
   * @param live the count now
   */
  static ScalePlan of(ScaleOrder order, int live) {
    int wanted = order.bounded();
    if (live == 0) {
      return new Rest(ScaleReason.SWITCHED_OFF, "somebody has scaled it to 0");
    }
    if (live == wanted) {
      return new Rest(ScaleReason.AS_WANTED, "it has " + live);
    }
    // Also when the decision counts on pods that an earlier, refused write did not bring.
    if (live < wanted) {
      return new Write(wanted);
    }
    if (live != order.from()) {
      return new Rest(ScaleReason.MOVED, "it has " + live + ", decided was about " + order.from());
    }
    return new Write(wanted);
  }
}
