package io.tidewatch.table;

import static io.tidewatch.table.ColumnType.BOOLEAN;
import static io.tidewatch.table.ColumnType.DATE;
import static io.tidewatch.table.ColumnType.DOUBLE;
import static io.tidewatch.table.ColumnType.DOUBLE_ARRAY;
import static io.tidewatch.table.ColumnType.INTEGER;
import static io.tidewatch.table.ColumnType.LONG;
import static io.tidewatch.table.ColumnType.STRING;
import static io.tidewatch.table.ColumnType.TIMESTAMP;

import java.util.List;

/**
 * Every table of the store.
 *
 * <p>Two clocks: {@code ts} is when something was so, {@code known_at} when we could know it.
 * Training reads only what was known. A {@code pod} of {@code ''} is the whole workload. {@code
 * day} is the UTC date of {@code ts}, kept as a column because folders are named by it.
 */
public final class Tables {
  /** One value of one metric at one step. */
  public static final TableContract METRICS =
      new TableContract(
          "metrics",
          1,
          "one value of one metric of one workload or pod at one step",
          List.of(
              Column.of("namespace", STRING),
              Column.of("kind", STRING),
              Column.of("workload", STRING),
              Column.of("pod", STRING),
              Column.of("metric", STRING),
              Column.of("ts", TIMESTAMP),
              Column.of("value", DOUBLE),
              Column.of("known_at", TIMESTAMP),
              Column.of("backfilled", BOOLEAN),
              Column.of("day", DATE)),
          List.of("namespace", "kind", "workload", "pod", "metric", "ts", "known_at"),
          List.of("day"),
          90);

  /**
   * Steps in (from_ts, to_ts] of one metric that could not be read, why, and whether to read them
   * again.
   */
  public static final TableContract GAPS =
      new TableContract(
          "gaps",
          1,
          "the steps in (from_ts, to_ts] of one metric that could not be read, and whether they are"
              + " still to be read again",
          List.of(
              Column.of("metric", STRING),
              Column.of("from_ts", TIMESTAMP),
              Column.of("to_ts", TIMESTAMP),
              Column.of("reason", STRING),
              Column.of("detail", STRING),
              Column.of("recorded_at", TIMESTAMP),
              Column.of("open", BOOLEAN)),
          List.of("metric", "from_ts", "to_ts", "reason", "recorded_at"),
          List.of(),
          365);

  /**
   * One feature vector of one workload (or pod) at one step. A vector whose inputs were repaired is
   * a further row that became known later: readers take the newest of a step.
   */
  public static final TableContract FEATURES =
      new TableContract(
          "features",
          1,
          "one feature vector of one workload or pod at one step",
          List.of(
              Column.of("feature_set", STRING),
              Column.of("workload", STRING),
              Column.of("pod", STRING),
              Column.of("ts", TIMESTAMP),
              Column.of("known_at", TIMESTAMP),
              Column.of("vector", DOUBLE_ARRAY),
              Column.of("day", DATE)),
          List.of("feature_set", "workload", "pod", "ts", "known_at"),
          List.of("day"),
          90);

  /**
   * One line of a log, masked; of a stack trace the whole trace. Two equal lines of one moment are
   * two rows, so the key names their stream and time, not one row.
   */
  public static final TableContract LOG_LINES =
      new TableContract(
          "log_lines",
          1,
          "one masked line of a log; of a stack trace the whole trace",
          List.of(
              Column.of("namespace", STRING),
              Column.of("kind", STRING),
              Column.of("workload", STRING),
              Column.of("pod", STRING),
              Column.of("ts", TIMESTAMP),
              Column.of("level", STRING),
              Column.of("template", STRING),
              Column.of("line", STRING),
              Column.of("known_at", TIMESTAMP),
              Column.of("day", DATE)),
          List.of("namespace", "kind", "workload", "pod", "ts", "known_at"),
          List.of("day"),
          1);

  /**
   * How many lines of one level and template one pod wrote in the step that ends at {@code ts};
   * {@code first_seen} is the time of the first line of that template in its workload.
   */
  public static final TableContract LOG_COUNTS =
      new TableContract(
          "log_counts",
          1,
          "how many lines of one level and template one pod wrote in the step that ends at ts",
          List.of(
              Column.of("namespace", STRING),
              Column.of("kind", STRING),
              Column.of("workload", STRING),
              Column.of("pod", STRING),
              Column.of("ts", TIMESTAMP),
              Column.of("level", STRING),
              Column.of("template", STRING),
              Column.of("count", LONG),
              Column.of("first_seen", TIMESTAMP),
              Column.of("known_at", TIMESTAMP),
              Column.of("backfilled", BOOLEAN),
              Column.of("day", DATE)),
          List.of("namespace", "kind", "workload", "pod", "ts", "level", "template", "known_at"),
          List.of("day"),
          90);

  /** The templates of each workload's messages in the order in which they were found. */
  public static final TableContract LOG_TEMPLATES =
      new TableContract(
          "log_templates",
          1,
          "one template of a workload's messages",
          List.of(
              Column.of("namespace", STRING),
              Column.of("kind", STRING),
              Column.of("workload", STRING),
              Column.of("number", LONG),
              Column.of("template", STRING),
              Column.of("text", STRING),
              Column.of("first_seen", TIMESTAMP),
              Column.of("known_at", TIMESTAMP)),
          List.of("namespace", "kind", "workload", "template"),
          List.of(),
          3650);

  /** How strange the champion found one pod at one step, and which features made it so. */
  public static final TableContract SCORES =
      new TableContract(
          "scores",
          1,
          "how strange a model found one pod at one step",
          List.of(
              Column.of("workload", STRING),
              Column.of("pod", STRING),
              Column.of("ts", TIMESTAMP),
              Column.of("score", DOUBLE),
              Column.of("anomaly", BOOLEAN),
              Column.of("severity", STRING),
              Column.of("attribution", STRING),
              Column.of("model_version", STRING),
              Column.of("known_at", TIMESTAMP),
              Column.of("day", DATE)),
          List.of("workload", "pod", "ts", "known_at"),
          List.of("day"),
          90);

  /**
   * What became of a version: one row each time a gate, a person or the job evaluate has moved the
   * alias champion, or a gate has left it where it was.
   */
  public static final TableContract PROMOTIONS =
      new TableContract(
          "promotions",
          1,
          "one verdict on a version of a model: promoted, refused, held or demoted, and why",
          List.of(
              Column.of("id", STRING),
              Column.of("model", STRING),
              Column.of("version", STRING),
              Column.of("champion", STRING),
              Column.of("action", STRING),
              Column.of("actor", STRING),
              Column.of("why", STRING),
              Column.optional("gate", STRING),
              Column.of("ts", TIMESTAMP)),
          List.of("id"),
          List.of(),
          3650);

  /**
   * What a controller has decided, once however often its line was read. {@code record} is the full
   * record where that has landed with the line: it replays bit for bit.
   */
  public static final TableContract DECISIONS =
      new TableContract(
          "decisions",
          1,
          "one decision of a controller about one workload",
          List.of(
              Column.of("controller", STRING),
              Column.of("epoch", LONG),
              Column.of("sequence", LONG),
              Column.of("ts", TIMESTAMP),
              Column.of("workload", STRING),
              Column.of("mode", STRING),
              Column.of("action", STRING),
              Column.optional("demand", DOUBLE),
              Column.optional("ready_replicas", INTEGER),
              Column.optional("before", INTEGER),
              Column.optional("wanted", INTEGER),
              Column.optional("hpa", INTEGER),
              Column.of("trusted", BOOLEAN),
              Column.of("reasons", STRING),
              Column.of("saved_pod_hours", DOUBLE),
              Column.of("regret_pod_hours", DOUBLE),
              Column.of("saved_dollars", DOUBLE),
              Column.optional("model", STRING),
              Column.optional("version", STRING),
              Column.optional("alias", STRING),
              Column.of("policy", STRING),
              Column.optional("record", STRING),
              Column.of("known_at", TIMESTAMP),
              Column.of("day", DATE)),
          List.of("controller", "epoch", "sequence"),
          List.of("day"),
          90);

  /** What a version said about one step ahead, cut out of the decisions. */
  public static final TableContract PREDICTIONS =
      new TableContract(
          "predictions",
          1,
          "what one version of a model said at one time about the demand of one step ahead",
          List.of(
              Column.of("workload", STRING),
              Column.of("model", STRING),
              Column.of("version", STRING),
              Column.of("alias", STRING),
              Column.of("made_at", TIMESTAMP),
              Column.of("horizon", INTEGER),
              Column.of("target_ts", TIMESTAMP),
              Column.of("point", DOUBLE),
              Column.of("lower", DOUBLE),
              Column.of("upper", DOUBLE),
              Column.of("known_at", TIMESTAMP),
              Column.of("day", DATE)),
          List.of("workload", "model", "version", "alias", "made_at", "horizon"),
          List.of("day"),
          90);

  /** How the predictions of a day came true; a row of the workload {@code ''} is all of them. */
  public static final TableContract EVALUATIONS =
      new TableContract(
          "evaluations",
          1,
          "how well one version of a model did on the steps of one day that it forecast from so far"
              + " ahead",
          List.of(
              Column.of("workload", STRING),
              Column.of("model", STRING),
              Column.of("version", STRING),
              Column.of("alias", STRING),
              Column.of("horizon", INTEGER),
              Column.of("scored", LONG),
              Column.optional("accuracy", DOUBLE),
              Column.optional("wape", DOUBLE),
              Column.of("pinball", DOUBLE),
              Column.of("coverage", DOUBLE),
              Column.of("known_at", TIMESTAMP),
              Column.of("day", DATE)),
          List.of("workload", "model", "version", "alias", "horizon", "day", "known_at"),
          List.of("day"),
          365);

  /** What the decisions of one hour were worth beside the user's HPA, on the measured demand. */
  public static final TableContract OUTCOMES =
      new TableContract(
          "outcomes",
          1,
          "what the decisions about one workload were worth in one hour (60 steps), beside the"
              + " user's HPA",
          List.of(
              Column.of("workload", STRING),
              Column.of("ts", TIMESTAMP),
              Column.of("decisions", LONG),
              Column.of("decided_minutes", DOUBLE),
              Column.of("judged_minutes", DOUBLE),
              Column.of("pod_hours", DOUBLE),
              Column.of("hpa_pod_hours", DOUBLE),
              Column.of("saved_pod_hours", DOUBLE),
              Column.of("regret_pod_hours", DOUBLE),
              Column.of("saved_dollars", DOUBLE),
              Column.optional("violation_minutes", DOUBLE),
              Column.optional("hpa_violation_minutes", DOUBLE),
              Column.of("priced_pod_hours", DOUBLE),
              Column.of("verdict", STRING),
              Column.of("known_at", TIMESTAMP),
              Column.of("day", DATE)),
          List.of("workload", "ts", "known_at"),
          List.of("day"),
          365);

  /**
   * By which parameters each workload decides since a version of the model policy, beside those of
   * the fleet, and what both cost on data that is later than what they were chosen on.
   */
  public static final TableContract POLICY_PARAMETERS =
      new TableContract(
          "policy_parameters",
          1,
          "the policy parameters that one version of the model policy has for one workload, and what speaks for them",
          List.of(
              Column.of("workload", STRING),
              Column.of("model_version", STRING),
              Column.of("forecast_version", STRING),
              Column.of("kappa", DOUBLE),
              Column.of("trusted_target", DOUBLE),
              Column.of("departs", BOOLEAN),
              Column.of("why", STRING),
              Column.of("minutes", LONG),
              Column.optional("pod_hours", DOUBLE),
              Column.optional("violation_minutes", DOUBLE),
              Column.optional("prior_pod_hours", DOUBLE),
              Column.optional("prior_violation_minutes", DOUBLE),
              Column.optional("cpu_target", DOUBLE),
              Column.optional("memory_target", DOUBLE),
              Column.of("evidence", STRING),
              Column.of("ts", TIMESTAMP)),
          List.of("workload", "model_version"),
          List.of(),
          3650);

  private Tables() {}

  /** All tables. */
  public static List<TableContract> all() {
    return List.of(
        METRICS,
        GAPS,
        FEATURES,
        LOG_LINES,
        LOG_COUNTS,
        LOG_TEMPLATES,
        SCORES,
        PROMOTIONS,
        DECISIONS,
        PREDICTIONS,
        EVALUATIONS,
        OUTCOMES,
        POLICY_PARAMETERS);
  }
}
