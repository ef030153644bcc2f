package io.tidewatch.operator.incident;

import io.tidewatch.source.ApiPost;
import io.tidewatch.source.ApiPost.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one receiver what it has to be told. It carries states, not messages: what has changed
 * twice while the receiver was away is told once, as it is now.
 */
final class Courier {
  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

  /** Where letters come from; asked by this courier's thread only. */
  interface Desk {
    /** Episodes that are this receiver's business now. */
    List<Episode> of(Addressee addressee);

    void told(Addressee addressee, List<Episode> taken);
  }

  /** What became of the last tries, for people. */
  record Standing(Optional<Instant> taken, Optional<Instant> failing, String problem) {}

  private final Receiver receiver;
  private final Desk desk;
  private final Duration least;
  private final Clock clock;
  private final RandomGenerator random;
  private final Mailbag bag;
  private final AtomicLongArray counts = new AtomicLongArray(Verdict.values().length);
  private Backoff backoff = Backoff.none();
  private volatile Standing standing = new Standing(Optional.empty(), Optional.empty(), "");

  /**
   * Makes a courier.
   *
   * @param least the pause after a message, in which news are collected
   */
  Courier(Receiver receiver, Desk desk, Duration least, Clock clock, RandomGenerator random) {
    this.receiver = receiver;
    this.desk = desk;
    this.least = least;
    this.clock = clock;
    this.random = random;
    this.bag = new Mailbag(receiver.addressee(), clock.instant());
  }

  String name() {
    return receiver.addressee().name();
  }

  Addressee addressee() {
    return receiver.addressee();
  }

  Standing standing() {
    return standing;
  }

  /** Messages so far that ended in a verdict. */
  long count(Verdict verdict) {
    return counts.get(verdict.ordinal());
  }

  /** Sends one message if there is something to tell and the receiver may be asked. */
  void turn() {
    Instant now = clock.instant();
    if (backoff.holds(now)) {
      return;
    }
    List<Episode> letter = bag.next(desk.of(addressee()), now);
    if (!letter.isEmpty()) {
      send(letter, now);
    }
  }

  private void send(List<Episode> letter, Instant now) {
    ApiPost.Answer answer = receiver.deliver(letter, now);
    Instant after = clock.instant();
    counts.incrementAndGet(answer.verdict().ordinal());
    if (answer.verdict() == Verdict.TAKEN) {
      desk.told(addressee(), letter);
      bag.taken(letter, now);
      well(after);
      return;
    }
    backoff = backoff.failed(after, answer.pause(), random);
    complain(answer, after);
  }

  private void well(Instant now) {
    if (backoff.failures() > 0) {
      LOG.info("{}: incidents are taken again", name());
    }
    backoff = backoff.succeeded(now, least);
    standing = new Standing(Optional.of(now), Optional.empty(), "");
  }

  // Once when it begins, not at every try.
  private void complain(ApiPost.Answer answer, Instant now) {
    String problem = answer.verdict() == Verdict.REFUSED ? "refused, " : "";
    if (backoff.failures() == 1) {
      LOG.warn("{}: incidents are not taken: {}{}", name(), problem, answer.text());
    }
    standing =
        new Standing(
            standing.taken(), Optional.of(standing.failing().orElse(now)), problem + answer.text());
  }
}
