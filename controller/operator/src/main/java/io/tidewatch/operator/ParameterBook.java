package io.tidewatch.operator;

import io.tidewatch.domain.WorkloadId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last usable answer about learned parameters, for at most a day. It is fetched on a thread of
 * its own, so that no pass of the loop waits for it.
 */
final class ParameterBook implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ParameterBook.class);
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final Duration PAUSE = Duration.ofMinutes(5);
  private static final String ABOUT = "the learned parameters";

  private final ParameterSource source;
  private final Clock clock;
  private final Complaints complaints = new Complaints(LOG);
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "parameters"));
  private volatile Optional<Kept> kept = Optional.empty();
  private volatile String trouble = "serving has not answered yet";

  ParameterBook(ParameterSource source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  private record Kept(ParameterSource.Said said, Instant at) {}

  /** Asks now, and then every few minutes. */
  ParameterBook start() {
    thread.scheduleWithFixedDelay(this::refresh, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    return this;
  }

  /** Asks once; what cannot be used leaves the last answer as it is. */
  void refresh() {
    try {
      kept = Optional.of(new Kept(source.all(), clock.instant()));
      complaints.well(ABOUT);
    } catch (ParameterSource.Unusable unusable) {
      trouble = unusable.getMessage();
      complaints.trouble(ABOUT, trouble);
    } catch (RuntimeException bug) {
      trouble = "a bug in the controller";
      LOG.error("asking for learned parameters failed: a bug in the controller", bug);
    }
  }

  /** What there is for a workload now. */
  LearnedParameters.Offer of(WorkloadId workload) {
    Optional<Kept> last = kept;
    if (last.isEmpty()) {
      return LearnedParameters.Offer.none(trouble);
    }
    if (Duration.between(last.get().at(), clock.instant()).compareTo(LONGEST) > 0) {
      return LearnedParameters.Offer.none("what was learned is a day old; " + trouble);
    }
    ParameterSource.Said said = last.get().said();
    return Optional.ofNullable(said.byWorkload().get(workload.toString()))
        .map(LearnedParameters.Offer::of)
        .orElseGet(() -> LearnedParameters.Offer.none(said.missing()));
  }

  /** A succession whose workloads decide by what is known at the time. */
  UnaryOperator<Fleet> over(UnaryOperator<Fleet> succession) {
    return present -> {
      Fleet next = succession.apply(present);
      next.workloads().forEach(each -> each.take(of(each.spec().workload())));
      return next;
    };
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
