package io.tidewatch.source;

import io.tidewatch.domain.UserException;
import io.tidewatch.log.Masking;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Asks a Loki (or anything that speaks its HTTP API) for lines and counts.
 *
 * <p>A line belongs to the step whose time is the first at or after it, as a sample does; so the
 * range (a, b] of steps holds the lines of the time (a·step, b·step]. Long ranges are cut into
 * slices and slices into pages, within Loki's limits. A query that fails leaves a named gap of
 * whole steps; a server that fails is an exception. Lines are masked before they leave this class.
 */
public final class LokiClient {
  private static final long MOST_POINTS_PER_SERIES = 11_000;
  private static final int HALVINGS = 3;
  // Without this many steps no estimate is worth a call.
  private static final long FEW_STEPS = 10;
  // Lines are not spread evenly, so slices are planned half full.
  private static final long MARGIN = 2;

  private final LokiEndpoint endpoint;
  private final LokiLimits limits;
  private final LokiCalls calls;
  private final LokiPages pages;

  public LokiClient(
      LokiEndpoint endpoint, RetryPolicy retries, LokiLimits limits, Masking masking) {
    this.endpoint = endpoint;
    this.limits = limits;
    this.calls = new LokiCalls(endpoint, retries, masking);
    this.pages =
        new LokiPages(
            calls::page, calls::series, limits.linesPerPage(), 4 * limits.linesPerSlice());
  }

  /** A client with the standard retries, limits and masking. */
  public static LokiClient of(LokiEndpoint endpoint) {
    return new LokiClient(
        endpoint,
        RetryPolicy.standard(new SplittableRandom()),
        LokiLimits.standard(),
        Masking.standard());
  }

  /**
   * The lines of a range, in slices.
   *
   * @throws UserException when the server fails; a query that fails leaves gaps
   */
  public LogResult lines(String logql, Duration step, StepRange steps) {
    LogResult all = new LogResult(List.of(), List.of());
    for (StepRange slice : slices(logql, step, steps)) {
      all = all.and(slice(logql, step, slice));
    }
    return all;
  }

  /** The slices of a range that keep the limits, by a count of its lines. */
  public List<StepRange> slices(String logql, Duration step, StepRange steps) {
    List<StepRange> slices = new ArrayList<>();
    long longest = Math.max(1, (limits.range().toSeconds() - 1) / step.toSeconds());
    for (StepRange part : steps.slices(longest)) {
      slices.addAll(part.slices(longestSlice(logql, step, part)));
    }
    return slices;
  }

  private long longestSlice(String logql, Duration step, StepRange part) {
    if (part.length() <= FEW_STEPS) {
      return FEW_STEPS;
    }
    long lines = Math.max(1, count(logql, step, part));
    long perSlice = Math.max(1, limits.linesPerSlice() / MARGIN);
    return Math.max(1, Math.min(part.length(), part.length() * perSlice / lines));
  }

  // A query that cannot be counted fails in its slices too, where the failure becomes a gap. If one
  // step is refused as all of them are, no slice is small enough, and one gap says as much as many.
  private long count(String logql, Duration step, StepRange part) {
    try {
      return counted(logql, step, part);
    } catch (QueryFailure failure) {
      return isRefused(logql, step, new StepRange(part.after(), part.first()))
          ? 0
          : limits.linesPerSlice() * part.length();
    }
  }

  private boolean isRefused(String logql, Duration step, StepRange one) {
    try {
      counted(logql, step, one);
      return false;
    } catch (QueryFailure failure) {
      return failure.reason() == RangeGap.Reason.BAD_QUERY;
    }
  }

  private long counted(String logql, Duration step, StepRange part) throws QueryFailure {
    String range = "[" + part.length() * step.toSeconds() + "s]";
    Map<String, String> form = new LinkedHashMap<>();
    form.put("query", "sum(count_over_time(" + logql + " " + range + "))");
    form.put("time", Long.toString(part.until() * step.toSeconds()));
    return calls.ask("query", form, VectorReader::new).samples().stream()
        .mapToLong(sample -> (long) sample.value())
        .max()
        .orElse(0);
  }

  /**
   * The lines of one slice, as {@link #slices} made it.
   *
   * @throws UserException when the server fails; a query that fails leaves gaps
   */
  public LogResult slice(String logql, Duration step, StepRange slice) {
    return slice(logql, step, slice, HALVINGS);
  }

  private LogResult slice(String logql, Duration step, StepRange slice, int halvings) {
    if (slice.length() == 0) {
      return new LogResult(List.of(), List.of());
    }
    long nanos = step.toSeconds() * LokiCalls.NANOS;
    try {
      long from = Math.addExact(Math.multiplyExact(slice.after(), nanos), 1);
      long until = Math.addExact(Math.multiplyExact(slice.until(), nanos), 1);
      return new LogResult(pages.read(logql, from, until), List.of());
    } catch (QueryFailure failure) {
      boolean hopeless = failure.reason() == RangeGap.Reason.BAD_QUERY;
      if (hopeless || halvings == 0 || slice.length() == 1) {
        RangeGap gap = new RangeGap(slice, failure.reason(), failure.getMessage());
        return new LogResult(List.of(), List.of(gap));
      }
      return halves(logql, step, slice, halvings - 1);
    }
  }

  private LogResult halves(String logql, Duration step, StepRange slice, int halvings) {
    LogResult all = new LogResult(List.of(), List.of());
    for (StepRange half : slice.halves()) {
      all = all.and(slice(logql, step, half, halvings));
    }
    return all;
  }

  /**
   * The values of a metric query, such as {@code sum by (pod) (count_over_time(…))}, at every step
   * of a range; Loki gives no point for a window without lines.
   *
   * @throws UserException when the server fails; a query that fails leaves gaps
   */
  public RangeResult counts(String logql, Duration step, StepRange steps) {
    long longest = Math.max(1, (limits.range().toSeconds() - 1) / step.toSeconds());
    RangeResult all = new RangeResult(List.of(), List.of());
    for (StepRange slice : steps.slices(Math.min(longest, MOST_POINTS_PER_SERIES))) {
      all = all.and(countsOf(logql, step, slice));
    }
    return all;
  }

  private RangeResult countsOf(String logql, Duration step, StepRange slice) {
    if (slice.length() == 1) {
      return countsAt(logql, step, slice);
    }
    Map<String, String> form = new LinkedHashMap<>();
    form.put("query", logql);
    form.put("start", Long.toString(slice.first() * step.toSeconds()));
    form.put("end", Long.toString(slice.until() * step.toSeconds()));
    form.put("step", Long.toString(step.toSeconds()));
    try {
      MatrixReader reader = calls.ask("query_range", form, () -> new MatrixReader(step));
      return new RangeResult(reader.series(), List.of());
    } catch (QueryFailure failure) {
      return RangeResult.of(new RangeGap(slice, failure.reason(), failure.getMessage()));
    }
  }

  // Loki wants the end of a range after its start, so one step is an instant.
  private RangeResult countsAt(String logql, Duration step, StepRange one) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("query", logql);
    form.put("time", Long.toString(one.until() * step.toSeconds()));
    try {
      long[] steps = {one.until()};
      return new RangeResult(
          calls.ask("query", form, VectorReader::new).samples().stream()
              .map(s -> new RangeSeries(s.labels(), steps, new double[] {s.value()}, 0))
              .toList(),
          List.of());
    } catch (QueryFailure failure) {
      return RangeResult.of(new RangeGap(one, failure.reason(), failure.getMessage()));
    }
  }

  /** The names of all labels with lines between two times. */
  public List<String> labels(Instant from, Instant until) {
    return orFail(
        "labels",
        () ->
            calls
                .list("labels", LokiCalls.range(LokiCalls.nanos(from), LokiCalls.nanos(until)))
                .texts());
  }

  /** The values of a label among the streams of a selector between two times. */
  public List<String> labelValues(String name, String selector, Instant from, Instant until) {
    Map<String, String> query = LokiCalls.range(LokiCalls.nanos(from), LokiCalls.nanos(until));
    query.put("query", selector);
    return orFail(selector, () -> calls.list("label/" + name + "/values", query).texts());
  }

  /** The streams of a selector between two times. */
  public List<Map<String, String>> series(String selector, Instant from, Instant until) {
    return orFail(
        selector, () -> calls.series(selector, LokiCalls.nanos(from), LokiCalls.nanos(until)));
  }

  /** Empty when Loki is ready, else what it says; Loki is not for some seconds after its start. */
  public Optional<String> notReady() {
    return orFail("/ready", calls::notReady);
  }

  private interface Call<R> {
    R make() throws QueryFailure;
  }

  private <R> R orFail(String what, Call<R> call) {
    try {
      return call.make();
    } catch (QueryFailure failure) {
      throw new UserException(
          "Loki at " + endpoint.url() + " cannot answer " + what,
          failure.reason().text() + ": " + failure.getMessage(),
          "try the query in Grafana or logcli and mend it");
    }
  }
}
