package io.tidewatch.source;

import io.tidewatch.domain.UserException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Asks a Prometheus (or anything that speaks its HTTP API) for values on the step grid.
 *
 * <p>A server answers at most 11 000 points per series and loads at most 50 M samples per query, so
 * a long range is cut into slices. A slice that the server cannot compute is halved a few times, so
 * that a gap is no wider than it must be. A query that fails leaves a named gap; a server that
 * fails is an exception.
 */
public final class PrometheusClient {
  /** The most points a server returns per series. */
  public static final long MOST_POINTS_PER_SERIES = 11_000;

  /** The most points a slice may have over all its series, to bound memory on both sides. */
  public static final long MOST_POINTS = 5_000_000;

  // Without this many steps no estimate is worth a call.
  private static final long FEW_STEPS = 500;
  private static final int HALVINGS = 3;

  private final PrometheusApi api;
  private final PrometheusEndpoint endpoint;

  public PrometheusClient(PrometheusEndpoint endpoint, RetryPolicy retries) {
    this.endpoint = endpoint;
    this.api = new PrometheusApi(endpoint, retries);
  }

  /** A client with the standard retries. */
  public static PrometheusClient of(PrometheusEndpoint endpoint) {
    return new PrometheusClient(endpoint, RetryPolicy.standard(new SplittableRandom()));
  }

  /**
   * The finite values of a query at one time.
   *
   * @throws UserException when the query or the server fails
   */
  public List<InstantSample> instant(String promql, Instant at) {
    try {
      return instantOrFail(promql, at);
    } catch (QueryFailure failure) {
      throw new UserException(
          "Prometheus at " + endpoint.url() + " cannot answer " + promql,
          failure.reason().text() + ": " + failure.getMessage(),
          "try the query on the server's own page and mend it");
    }
  }

  /**
   * The values of a query at every step of a range, in slices.
   *
   * @throws UserException when the server fails; a query that fails leaves gaps
   */
  public RangeResult range(String promql, Duration step, StepRange steps) {
    RangeResult all = new RangeResult(List.of(), List.of());
    for (StepRange slice : slices(promql, step, steps)) {
      all = all.and(slice(promql, step, slice));
    }
    return all;
  }

  /** The slices of a range that keep the limits, by an estimate of how many series there are. */
  public List<StepRange> slices(String promql, Duration step, StepRange steps) {
    if (steps.length() <= FEW_STEPS) {
      return steps.slices(MOST_POINTS_PER_SERIES);
    }
    long series =
        Math.max(seriesAt(promql, step, steps.first()), seriesAt(promql, step, steps.until()));
    return steps.slices(longestSlice(series));
  }

  /** The most steps that a slice of so many series may have. */
  static long longestSlice(long series) {
    return Math.min(MOST_POINTS_PER_SERIES, Math.max(1, MOST_POINTS / Math.max(1, series)));
  }

  /**
   * The values of a query over one slice, as {@link #slices} made it.
   *
   * @throws UserException when the server fails; a query that fails leaves gaps
   */
  public RangeResult slice(String promql, Duration step, StepRange slice) {
    return slice(promql, step, slice, HALVINGS);
  }

  private RangeResult slice(String promql, Duration step, StepRange slice, int halvings) {
    if (slice.length() == 0) {
      return new RangeResult(List.of(), List.of());
    }
    try {
      MatrixReader reader =
          api.call("query_range", form(promql, step, slice), () -> new MatrixReader(step));
      return new RangeResult(reader.series(), List.of());
    } catch (QueryFailure failure) {
      boolean hopeless = failure.reason() == RangeGap.Reason.BAD_QUERY;
      if (hopeless || halvings == 0 || slice.length() == 1) {
        return RangeResult.of(new RangeGap(slice, failure.reason(), failure.getMessage()));
      }
      return halves(promql, step, slice, halvings - 1);
    }
  }

  private RangeResult halves(String promql, Duration step, StepRange slice, int halvings) {
    RangeResult all = new RangeResult(List.of(), List.of());
    for (StepRange half : slice.halves()) {
      all = all.and(slice(promql, step, half, halvings));
    }
    return all;
  }

  private Map<String, String> form(String promql, Duration step, StepRange slice) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("query", promql);
    form.put("start", Long.toString(slice.first() * step.toSeconds()));
    form.put("end", Long.toString(slice.until() * step.toSeconds()));
    form.put("step", Long.toString(step.toSeconds()));
    form.put("timeout", serverTimeout());
    return form;
  }

  private List<InstantSample> instantOrFail(String promql, Instant at) throws QueryFailure {
    Map<String, String> form =
        Map.of(
            "query",
            promql,
            "time",
            Long.toString(at.getEpochSecond()),
            "timeout",
            serverTimeout());
    return api.call("query", form, VectorReader::new).samples();
  }

  // A query that cannot be counted fails in its slices too, where the failure becomes a gap.
  private long seriesAt(String promql, Duration step, long at) {
    Instant time = Instant.ofEpochSecond(at * step.toSeconds());
    try {
      return instantOrFail("count(" + promql + "\n)", time).stream()
          .mapToLong(sample -> (long) sample.value())
          .max()
          .orElse(1);
    } catch (QueryFailure failure) {
      return 1;
    }
  }

  // A little less than ours, so that the server says why before we hang up.
  private String serverTimeout() {
    return Math.max(1, endpoint.access().timeout().toSeconds() - 2) + "s";
  }
}
