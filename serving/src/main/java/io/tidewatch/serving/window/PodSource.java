package io.tidewatch.serving.window;

import io.tidewatch.domain.QuerySpec;
import io.tidewatch.domain.Series;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Where the values of the pods of one workload come from. */
public interface PodSource {
  /** A source that has never seen a pod. */
  static PodSource none() {
    return (query, workload, from, to) -> new Reading(Map.of(), Optional.empty());
  }

  /**
   * The values of every pod of a workload at the steps {@code from} to {@code to}, both included.
   *
   * @throws UserException when the source does not answer
   */
  Reading read(QuerySpec query, WorkloadId workload, long from, long to);

  /**
   * What a source has answered.
   *
   * @param pods by name; one without any value is left out
   * @param gap why some of the steps were not read, if so
   */
  record Reading(Map<String, Series> pods, Optional<String> gap) {
    public Reading {
      pods = Map.copyOf(pods);
      Objects.requireNonNull(gap, "gap");
    }
  }
}
