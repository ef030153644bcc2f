package io.tidewatch.operator.crd;

import java.time.Instant;
import java.util.List;

/** A running copy of some of the API server's objects. */
interface Feed extends AutoCloseable {
  /** Whether the copy has been whole once. */
  boolean synced();

  /** When the server was last heard of. */
  Instant lastSign();

  /** The objects, as far as they have been told. */
  List<ScalerObject> items();

  @Override
  void close();
}
