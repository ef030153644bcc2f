package io.tidewatch.lab;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;

/** How a start of the lab ended. */
sealed interface LabStart {
  /** Whether the tests of the class are tried at all. */
  ConditionEvaluationResult condition();

  /** Lets the class fail if the lab did. */
  default void requireUp() {}

  /** It runs. */
  record Up() implements LabStart {
    @Override
    public ConditionEvaluationResult condition() {
      return ConditionEvaluationResult.enabled("the lab is up");
    }
  }

  /** This machine cannot run it, through no fault of the lab. */
  record CannotRun(String reason) implements LabStart {
    @Override
    public ConditionEvaluationResult condition() {
      return ConditionEvaluationResult.disabled("the lab cannot run here: " + reason);
    }
  }

  /** It should run here, and does not. */
  record Failed(String message) implements LabStart {
    @Override
    public ConditionEvaluationResult condition() {
      return ConditionEvaluationResult.enabled("the lab failed, and so shall the tests");
    }

    @Override
    public void requireUp() {
      throw new LabException(message);
    }
  }
}
