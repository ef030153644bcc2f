package io.tidewatch.serving.model;

import io.tidewatch.domain.Forecast.ModelId;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * How one look at the registry ended; in every case but {@link Outcome#SWAPPED} what is in use
 * stays in use.
 *
 * @param model the version that it is about, if there is one
 * @param detail one sentence for people
 */
public record Refresh(Outcome outcome, Optional<ModelId> model, String detail) {
  public Refresh {
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(detail, "detail");
  }

  /** The possible ends. */
  public enum Outcome {
    /** The alias points at the version in use. */
    UNCHANGED,
    /** A new version is in use. */
    SWAPPED,
    /** The new version must not be served. */
    REFUSED,
    /** The registry, or the package in it, could not be reached. */
    UNAVAILABLE,
    /** The registry has no such model or alias. */
    ABSENT;

    /** As it is written in answers and metrics. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
