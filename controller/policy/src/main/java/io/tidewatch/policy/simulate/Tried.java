package io.tidewatch.policy.simulate;

import java.util.Objects;

/**
 * What a candidate cost on the part on which it is chosen, and on later data.
 *
 * @param choosing the earlier part
 * @param validating the later part
 */
public record Tried(Candidate candidate, Spent choosing, Spent validating) {
  public Tried {
    Objects.requireNonNull(candidate, "candidate");
    Objects.requireNonNull(choosing, "choosing");
    Objects.requireNonNull(validating, "validating");
  }
}
