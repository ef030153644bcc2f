package io.tidewatch.policy.size;

import java.util.Objects;
import java.util.Optional;

/** How much of one resource a container needs; or why nobody can tell yet, instead of a guess. */
public sealed interface Need {
  /** The estimate, if there is one. */
  Optional<Estimate> estimate();

  /** What is missing, if there is none. */
  Optional<String> missing();

  /**
   * An estimate.
   *
   * @param target what to ask for: cores or bytes
   * @param lower below this a request is too small
   * @param upper above this a request is wasteful; far from the target while data is scarce
   * @param observed the need that was seen: for CPU the 90th percentile, for memory the highest
   *     peak, that of a kill for lack of memory raised as it asks for
   * @param days from the first to the last sample
   * @param samples how many samples it rests on
   */
  record Estimate(
      double target, double lower, double upper, double observed, double days, int samples)
      implements Need {
    public Estimate {
      boolean ordered = 0 < lower && lower <= target && target <= upper;
      if (!ordered || !Double.isFinite(upper) || !(observed >= 0)) {
        throw new IllegalArgumentException(
            "needs 0 < lower <= target <= upper: " + lower + ", " + target + ", " + upper);
      }
    }

    @Override
    public Optional<Estimate> estimate() {
      return Optional.of(this);
    }

    @Override
    public Optional<String> missing() {
      return Optional.empty();
    }
  }

  /**
   * Not enough data.
   *
   * @param why what is missing, in words
   */
  record Unknown(String why) implements Need {
    public Unknown {
      Objects.requireNonNull(why, "why");
    }

    @Override
    public Optional<Estimate> estimate() {
      return Optional.empty();
    }

    @Override
    public Optional<String> missing() {
      return Optional.of(why);
    }
  }
}
