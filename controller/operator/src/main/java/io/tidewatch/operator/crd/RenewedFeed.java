package io.tidewatch.operator.crd;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A feed that is replaced when it falls silent: a watch can be held open by a server that no longer
 * tells anything. Silence is also what a quiet cluster sounds like, so the old copy serves until a
 * new one is whole; its list is a resync at the same time.
 */
final class RenewedFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RenewedFeed.class);

  private final Supplier<Feed> open;
  private final Duration silence;
  private final Clock clock;
  private Feed current;
  private Instant opened;
  private Optional<Feed> next = Optional.empty();
  private boolean late;

  RenewedFeed(Supplier<Feed> open, Duration silence, Clock clock) {
    this.open = open;
    this.silence = silence;
    this.clock = clock;
    this.current = open.get();
    this.opened = clock.instant();
  }

  /** The objects; empty until they have been read once. */
  Optional<List<ScalerObject>> items() {
    renew();
    return current.synced() ? Optional.of(current.items()) : Optional.empty();
  }

  private void renew() {
    if (next.isPresent() && next.get().synced()) {
      replaceBy(next.get());
    } else if (next.isPresent() && silentSince(opened)) {
      complain();
      next.get().close();
      begin();
    } else if (next.isEmpty() && silentSince(later(opened, current.lastSign()))) {
      begin();
    }
  }

  private void begin() {
    next = Optional.of(open.get());
    opened = clock.instant();
  }

  private void replaceBy(Feed whole) {
    current.close();
    current = whole;
    next = Optional.empty();
    if (late) {
      LOG.info("the API server lists PredictiveScalers again");
    }
    late = false;
  }

  private void complain() {
    if (!late) {
      LOG.warn("the API server does not list PredictiveScalers; those known so far are kept");
    }
    late = true;
  }

  private boolean silentSince(Instant sign) {
    return Duration.between(sign, clock.instant()).compareTo(silence) >= 0;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  @Override
  public void close() {
    next.ifPresent(Feed::close);
    current.close();
  }
}
