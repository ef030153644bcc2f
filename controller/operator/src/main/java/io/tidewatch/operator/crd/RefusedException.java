package io.tidewatch.operator.crd;

/** Carries a problem out of the depths of a spec. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Problem problem;

  RefusedException(ConditionReason reason, String text) {
    super(text);
    this.problem = new Problem(reason, text);
  }

  Problem problem() {
    return problem;
  }
}
