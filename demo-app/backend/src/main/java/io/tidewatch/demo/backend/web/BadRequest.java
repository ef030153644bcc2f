package io.tidewatch.demo.backend.web;

/** The client's fault: becomes a 400 that says what was wrong. */
public final class BadRequest extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what was wrong with the request. */
  public BadRequest(String detail) {
    super(detail);
  }
}
