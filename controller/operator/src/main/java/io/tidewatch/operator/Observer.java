package io.tidewatch.operator;

import java.time.Instant;

/** Where measurements come from; a failure is a reading without a value, never an exception. */
public interface Observer {
  /** Demand and ready pods as far as they are known at a time. */
  Observation observe(Instant at);

  /** Demand alone, at a time whose samples have settled. */
  Observation settledDemand(Instant at);
}
