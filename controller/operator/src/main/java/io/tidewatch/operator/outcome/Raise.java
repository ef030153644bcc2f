package io.tidewatch.operator.outcome;

/** What may become of a raised target now. */
public enum Raise {
  /** It may be raised. */
  ALLOWED,
  /** A new leader does not know yet what was rolled back: what stands stays, nothing is added. */
  AS_IT_STANDS,
  /** It was rolled back, or nobody can say whether it was: the user's target is in force. */
  FORBIDDEN
}
