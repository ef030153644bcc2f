package io.tidewatch.demo.load;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Counts while they grow. */
final class Tally {
  private static final int DIGITS = 3;
  private static final int MOST_DETAILS = 40;
  private static final double MICROS_A_MILLI = 1_000;

  private final Histogram micros = new Histogram(DIGITS);
  private final Map<Kind, Long> kinds = new EnumMap<>(Kind.class);
  private final Map<String, Long> details = new TreeMap<>();
  private long offered;
  private long shed;
  private long inFlight;
  private long lateNanos;

  void shed() {
    offered++;
    shed++;
  }

  void sent(long late) {
    offered++;
    inFlight++;
    lateNanos = Math.max(lateNanos, late);
  }

  /**
   * Quick refusals stay out of the latencies, else a system that refuses looks faster; a request
   * without an answer counts with all the time that was waited for it.
   */
  void ended(Answer answer, long latencyNanos) {
    inFlight--;
    kinds.merge(answer.kind(), 1L, Long::sum);
    answer.detail().ifPresent(this::count);
    if (answer.kind() == Kind.OK || answer.kind() == Kind.TIMEOUT) {
      micros.recordValue(Math.max(0, latencyNanos / 1_000));
    }
  }

  private void count(String detail) {
    boolean known = details.containsKey(detail) || details.size() < MOST_DETAILS;
    details.merge(known ? detail : "more", 1L, Long::sum);
  }

  long inFlight() {
    return inFlight;
  }

  Counts counts() {
    return new Counts(offered, shed, kinds, details, latency(), lateNanos / 1e6);
  }

  private Optional<Latency> latency() {
    if (micros.getTotalCount() == 0) {
      return Optional.empty();
    }
    return Optional.of(new Latency(at(50), at(95), at(99), micros.getMaxValue() / MICROS_A_MILLI));
  }

  private double at(double percentile) {
    return micros.getValueAtPercentile(percentile) / MICROS_A_MILLI;
  }
}
