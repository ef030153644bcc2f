package io.tidewatch.policy;

import java.util.Objects;

/**
 * One link of a decision's reason chain.
 *
 * @param number what the sentence counts: pods, unless the code says otherwise
 */
public record Reason(ReasonCode code, double number) {
  public Reason {
    Objects.requireNonNull(code, "code");
  }

  /** The reason in words; made only when somebody reads it. */
  public String text() {
    boolean whole = number == Math.rint(number);
    return code.say(whole ? Long.toString((long) number) : "%.2f".formatted(number));
  }
}
