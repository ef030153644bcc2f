package io.tidewatch.policy.size;

import io.tidewatch.domain.Series;
import io.tidewatch.domain.Timescale;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

/**
 * What a container needs, by the rules of VPA's recommender (kubernetes/autoscaler,
 * vertical-pod-autoscaler/pkg/recommender/logic/recommender.go and estimator.go).
 *
 * <pre>
 *   target = 1.15 · p90          lower = 1.15 · p50 · (1 + 0.001/k)^−2
 *                                upper = 1.15 · p95 · (1 + 1/k)
 *   k = min(days from first to last sample, samples ÷ 1 440)
 * </pre>
 *
 * <p>CPU counts every sample of every pod, memory the peak of each pod in each of the last eight
 * days. A kill for lack of memory counts as a peak of max(1.2·m, m + 100 MiB), where m is the
 * larger of that day's peak and the request. In one place it is more careful than VPA: memory is
 * never below the highest of these peaks, because what lies below it kills.
 *
 * @param cpu cores
 * @param memory bytes
 */
public record Needs(Need cpu, Need memory) {
  private static final int DAY = Timescale.STEPS_PER_DAY;
  private static final int MEMORY_DAYS = 8;
  private static final int LEAST_SAMPLES = DAY / 2;
  private static final double MARGIN = 1.15;
  private static final double OOM_RATIO = 1.2;
  private static final double OOM_LEAST = 100 * 1024 * 1024;

  public Needs {
    Objects.requireNonNull(cpu, "cpu");
    Objects.requireNonNull(memory, "memory");
  }

  /**
   * The needs of a container out of the usage of all its pods.
   *
   * @param now the present step; later samples do not count
   */
  public static Needs of(List<Usage> pods, long now) {
    return new Needs(cpu(pods, now), memory(pods, now));
  }

  private static Need cpu(List<Usage> pods, long now) {
    Span span = Span.of(pods, Usage::cpu, now);
    if (span.isShort(now)) {
      return new Need.Unknown(span.missing("CPU", now));
    }
    DecayingHistogram histogram = DecayingHistogram.cpu(now);
    for (Usage pod : pods) {
      Span.each(pod.cpu(), now, (step, value) -> histogram.add(value, step));
    }
    return estimate(histogram, span, histogram.percentile(0.9));
  }

  private static Need memory(List<Usage> pods, long now) {
    Span span = Span.of(pods, Usage::memory, now);
    if (span.isShort(now)) {
      return new Need.Unknown(span.missing("memory", now));
    }
    DecayingHistogram histogram = DecayingHistogram.memory(now);
    double highest = 0;
    for (Usage pod : pods) {
      double[] peaks = peaks(pod, now);
      for (int day = 0; day < MEMORY_DAYS; day++) {
        if (peaks[day] > 0) {
          histogram.add(peaks[day], now - (long) day * DAY);
          highest = Math.max(highest, peaks[day]);
        }
      }
    }
    return estimate(histogram, span, highest);
  }

  /** The highest use of a pod in each day, the newest first; 0 where nothing is known. */
  private static double[] peaks(Usage pod, long now) {
    double[] peaks = new double[MEMORY_DAYS];
    Span.each(
        pod.memory(),
        now,
        (step, value) -> {
          int day = (int) Math.min(MEMORY_DAYS, (now - step) / DAY);
          if (day < MEMORY_DAYS) {
            peaks[day] = Math.max(peaks[day], value);
          }
        });
    Series kills = pod.oomKills();
    for (int i = 1; i < kills.length(); i++) {
      long step = kills.firstStep() + i;
      boolean known = kills.known(i - 1) && kills.known(i);
      if (known && kills.value(i) > kills.value(i - 1) && step <= now) {
        killed(peaks, (now - step) / DAY, highestRequest(pod.memoryRequest(), step));
      }
    }
    return peaks;
  }

  private static void killed(double[] peaks, long day, double request) {
    if (day < MEMORY_DAYS) {
      double used = Math.max(peaks[(int) day], request);
      peaks[(int) day] = Math.max(OOM_RATIO * used, used + OOM_LEAST);
    }
  }

  /** The largest request at or before a step; 0 if none is known. */
  private static double highestRequest(Series request, long step) {
    double highest = 0;
    for (int i = 0; i < request.length() && request.firstStep() + i <= step; i++) {
      highest = Math.max(highest, request.known(i) ? request.value(i) : 0);
    }
    return highest;
  }

  private static Need estimate(DecayingHistogram histogram, Span span, double observed) {
    double confidence = Math.min(span.days(), (double) span.samples / DAY);
    double target = Math.max(MARGIN * histogram.percentile(0.9), observed);
    double lower = MARGIN * histogram.percentile(0.5) * Math.pow(1 + 0.001 / confidence, -2);
    double upper = MARGIN * histogram.percentile(0.95) * (1 + 1 / confidence);
    return new Need.Estimate(
        target,
        Math.min(lower, target),
        Math.max(upper, target),
        observed,
        span.days(),
        span.samples);
  }

  /** From when to when there are how many samples. */
  private static final class Span {
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private int samples;

    static Span of(List<Usage> pods, Function<Usage, Series> what, long now) {
      Span span = new Span();
      for (Usage pod : pods) {
        each(what.apply(pod), now, (step, value) -> span.add(step));
      }
      return span;
    }

    /** Visits what is known; a negative use is no use that anybody can have measured. */
    static void each(Series series, long now, Visitor visitor) {
      for (int i = 0; i < series.length() && series.firstStep() + i <= now; i++) {
        if (series.known(i) && series.value(i) >= 0) {
          visitor.visit(series.firstStep() + i, series.value(i));
        }
      }
    }

    private void add(long step) {
      first = Math.min(first, step);
      last = Math.max(last, step);
      samples++;
    }

    double days() {
      return samples == 0 ? 0 : (double) (last - first + 1) / DAY;
    }

    boolean isShort(long now) {
      return samples < LEAST_SAMPLES || days() < 1 || now - last > DAY;
    }

    String missing(String resource, long now) {
      if (samples == 0) {
        return "there is no sample of " + resource;
      }
      if (now - last > DAY) {
        return String.format(
            Locale.ROOT,
            "the newest sample of %s is %.1f days old, older than a day",
            resource,
            (double) (now - last) / DAY);
      }
      return String.format(
          Locale.ROOT,
          "%d samples of %s over %.1f days; at least %d over a whole day are needed",
          samples,
          resource,
          days(),
          LEAST_SAMPLES);
    }
  }

  /** Takes one known sample. */
  private interface Visitor {
    void visit(long step, double value);
  }
}
