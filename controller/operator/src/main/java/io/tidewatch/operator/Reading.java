package io.tidewatch.operator;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/** A measured value, or why there is none: unknown is not zero. */
public record Reading(OptionalDouble value, Optional<Why> problem) {
  public Reading {
    Objects.requireNonNull(value, "value");
    if (value.isPresent() == problem.isPresent()) {
      throw new IllegalArgumentException("a reading has a value or a problem");
    }
  }

  /** A value; one that is not finite or negative is a problem instead. */
  static Reading of(double value) {
    if (!Double.isFinite(value) || value < 0) {
      return unknown(Why.noValue("the value is " + value));
    }
    return new Reading(OptionalDouble.of(value), Optional.empty());
  }

  static Reading unknown(Why why) {
    return new Reading(OptionalDouble.empty(), Optional.of(why));
  }
}
