package io.tidewatch.spark.gate;

import java.time.Instant;
import java.util.Optional;

/**
 * One row of the table promotions.
 *
 * @param id names the event, so that a repeated job records it once
 * @param version the version that was judged
 * @param champion the version that decides after it; empty if there is none
 * @param action {@link #PROMOTED}, {@link #REFUSED}, {@link #HELD}, {@link #DEMOTED} or {@link
 *     #RETRAIN}
 * @param actor {@link #GATE}, {@link #EVALUATE} or {@link #MANUAL}
 * @param why the reason in one line
 * @param gate the gate's table as JSON
 */
public record Promotion(
    String id,
    String model,
    String version,
    String champion,
    String action,
    String actor,
    String why,
    Optional<String> gate,
    Instant ts) {
  /** It decides from now on. */
  public static final String PROMOTED = "promoted";

  /** The gate did not let it. */
  public static final String REFUSED = "refused";

  /** It would have been moved, but somebody or something stands against it. */
  public static final String HELD = "held";

  /** It decides no longer. */
  public static final String DEMOTED = "demoted";

  /** Nothing was moved: a training is asked for before its time. */
  public static final String RETRAIN = "retrain";

  /** The gate of a training. */
  public static final String GATE = "gate";

  /** The job evaluate. */
  public static final String EVALUATE = "evaluate";

  /** A person who has moved the alias in MLflow. */
  public static final String MANUAL = "manual";

  /** The same with a gate's table. */
  Promotion withGate(String table) {
    return new Promotion(id, model, version, champion, action, actor, why, Optional.of(table), ts);
  }

  /** Whether it has moved the alias. */
  boolean moved() {
    return action.equals(PROMOTED) || action.equals(DEMOTED);
  }
}
