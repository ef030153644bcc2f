package io.tidewatch.serving.forecast;

import io.tidewatch.serving.model.LoadedModel;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything that is said at one step by one model: made once, published at once, never changed.
 * Requests only read it, so neither a new step nor a new model ever makes one wait.
 *
 * @param at the time of the step
 * @param model what forecast it, if there is a model
 * @param answers in the order of the catalogue
 */
public record Board(Instant at, Optional<LoadedModel> model, List<Answer> answers) {
  public Board {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(model, "model");
    answers = List.copyOf(answers);
  }
}
