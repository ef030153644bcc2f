package io.tidewatch.policy.heal;

import io.tidewatch.domain.Severity;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What the anomaly model says of one pod.
 *
 * @param score 0..1, higher is stranger
 * @param anomalous whether the score is above the model's threshold
 * @param attribution the features that raised the score most, strongest first
 */
public record Strangeness(
    double score, boolean anomalous, Severity severity, List<Attributed> attribution) {
  public Strangeness {
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException("a score lies in 0..1: " + score);
    }
    Objects.requireNonNull(severity, "severity");
    attribution = List.copyOf(attribution);
  }

  /**
   * What one feature has to do with a score.
   *
   * @param high whether its value is higher than usual, else lower
   * @param doublings by how many doublings it raised the score
   */
  public record Attributed(String feature, boolean high, double doublings) {
    public Attributed {
      Objects.requireNonNull(feature, "feature");
    }

    @Override
    public String toString() {
      return feature + (high ? " high" : " low");
    }
  }

  /** Whether it is more than a curiosity. */
  boolean sick() {
    return anomalous && severity != Severity.INFO;
  }

  /** For people: {@code gc_time_now high, memory_of_limit_now high}. */
  public String because() {
    return attribution.isEmpty()
        ? "nothing stands out"
        : attribution.stream().map(Attributed::toString).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "score %.3f: %s", score, because());
  }
}
