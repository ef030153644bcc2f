package io.tidewatch.spark.train;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who has asked for a training, as the environment of its process tells: a scheduler looks for
 * these tags to know that the version it waits for is the one that its own job has made.
 */
public final class TrainingOrigin {
  /** The tag with the logical date of a scheduler's run. */
  public static final String DATE = "tidewatch.origin.date";

  /** The tags of the run, each with the variable that holds its value. */
  private static final Map<String, String> VARIABLES =
      Map.of(
          "tidewatch.origin.application",
          "TIDEWATCH_RUN_APPLICATION",
          "tidewatch.origin.uid",
          "TIDEWATCH_RUN_UID",
          DATE,
          "TIDEWATCH_RUN_DATE");

  private TrainingOrigin() {}

  /** What these variables tell; nothing when a person has started the training by hand. */
  public static Map<String, String> tags(Map<String, String> environment) {
    Map<String, String> tags = new TreeMap<>();
    VARIABLES.forEach(
        (tag, variable) ->
            Optional.ofNullable(environment.get(variable))
                .filter(value -> !value.isBlank())
                .ifPresent(value -> tags.put(tag, value)));
    return tags;
  }
}
