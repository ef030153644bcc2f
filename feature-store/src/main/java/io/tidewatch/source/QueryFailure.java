package io.tidewatch.source;

/** One query failed while the server is well; others may succeed. Never leaves this package. */
final class QueryFailure extends Exception {
  private final RangeGap.Reason reason;

  QueryFailure(RangeGap.Reason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  RangeGap.Reason reason() {
    return reason;
  }
}
