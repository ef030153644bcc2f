package io.tidewatch.operator.actuate;

/** Asked before every write whether this process may still write. */
public interface Fence {
  boolean holds();

  /** For what needs no leader, because any process may do it at any time: restoring. */
  static Fence none() {
    return () -> true;
  }
}
