package io.tidewatch.demo.backend.data;

/** Redis cannot be reached or cannot answer; not a bug, and not a reason to be unready. */
public final class StoreAway extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says which one and why. */
  public StoreAway(String message, Throwable cause) {
    super(message, cause);
  }
}
