package io.tidewatch.serving.forecast;

import io.tidewatch.policy.Reason;
import io.tidewatch.policy.ScalingDecision;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/** How many pods the policy would run; nothing is done about it here. */
public sealed interface Advice {
  /** Ready pods, if they are known. */
  OptionalInt current();

  /** Pods wanted, if enough is known to say. */
  OptionalInt recommended();

  /** Why, in the order of thought; put into words only here. */
  List<Because> reasons();

  /** Whether the count should change. */
  default boolean shouldScale() {
    return recommended().isPresent() && !recommended().equals(current());
  }

  /** One link of the reason chain: a stable code and a sentence. */
  record Because(String code, String text) {
    static Because of(Reason reason) {
      return new Because(reason.code().code(), reason.text());
    }
  }

  /** What the policy has decided. */
  record Given(ScalingDecision decision) implements Advice {
    public Given {
      Objects.requireNonNull(decision, "decision");
    }

    @Override
    public OptionalInt current() {
      return OptionalInt.of(decision.inputs().ready());
    }

    @Override
    public OptionalInt recommended() {
      return OptionalInt.of(decision.wanted());
    }

    @Override
    public List<Because> reasons() {
      return decision.reasons().stream().map(Because::of).toList();
    }
  }

  /** The number of pods is unknown, so nothing is advised. */
  record Impossible(String why) implements Advice {
    public Impossible {
      Objects.requireNonNull(why, "why");
    }

    @Override
    public OptionalInt current() {
      return OptionalInt.empty();
    }

    @Override
    public OptionalInt recommended() {
      return OptionalInt.empty();
    }

    @Override
    public List<Because> reasons() {
      return List.of(new Because("UnknownReplicas", "the number of ready pods is unknown: " + why));
    }
  }
}
