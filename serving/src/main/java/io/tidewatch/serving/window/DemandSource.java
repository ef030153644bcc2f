package io.tidewatch.serving.window;

import io.tidewatch.domain.QuerySpec;
import io.tidewatch.domain.Series;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Where the values of a catalogue query come from: one call for all its workloads. */
public interface DemandSource {
  /**
   * The values of every workload at the steps {@code from} to {@code to}, both included.
   *
   * @throws UserException when the source does not answer; what is asked again later may succeed
   */
  Reading read(QuerySpec query, long from, long to);

  /**
   * What a source has answered.
   *
   * @param series per workload; one without any value is left out
   * @param gap why some of the steps were not read, if so
   */
  record Reading(Map<WorkloadId, Series> series, Optional<String> gap) {
    public Reading {
      series = Map.copyOf(series);
      Objects.requireNonNull(gap, "gap");
    }

    /** A complete answer. */
    public static Reading of(Map<WorkloadId, Series> series) {
      return new Reading(series, Optional.empty());
    }
  }
}
