package io.tidewatch.serving.forecast;

import io.tidewatch.domain.Forecast;
import io.tidewatch.domain.HeldOutError;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.serving.score.HorizonScore;
import io.tidewatch.serving.score.IntervalShift;
import io.tidewatch.serving.window.Unready;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What can be said about one workload at one step. */
public sealed interface Answer {
  /** The workload that it is about. */
  WorkloadId workload();

  /** The time of the newest sample, if there is any. */
  Optional<Instant> newestSample();

  /** How its recent forecasts did, per trained horizon with at least one scored step. */
  List<HorizonScore> scores();

  /**
   * A forecast and what follows from it.
   *
   * @param shifts how far its intervals have been moved, in the order of the trained horizons
   */
  record Ready(
      Forecast forecast,
      Method method,
      List<HeldOutError> heldOut,
      List<IntervalShift> shifts,
      Advice advice,
      List<HorizonScore> scores)
      implements Answer {
    public Ready {
      heldOut = List.copyOf(heldOut);
      shifts = List.copyOf(shifts);
      scores = List.copyOf(scores);
    }

    @Override
    public WorkloadId workload() {
      return forecast.workload();
    }

    @Override
    public Optional<Instant> newestSample() {
      return Optional.of(forecast.featureTime());
    }
  }

  /** No forecast at present, and why. */
  record NotReady(
      WorkloadId workload, Unready why, Optional<Instant> newestSample, List<HorizonScore> scores)
      implements Answer {
    public NotReady {
      scores = List.copyOf(scores);
    }
  }
}
