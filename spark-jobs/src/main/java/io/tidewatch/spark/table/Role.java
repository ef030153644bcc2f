package io.tidewatch.spark.table;

/**
 * What only one process at a time may do on a store; different roles may run side by side, because
 * commits to one table exclude each other.
 */
public enum Role {
  /** Lands the steps after the checkpoint. */
  INGEST("ingest"),
  /** Lands steps before the checkpoint: what is missing there is looked up first. */
  HISTORY("backfill or repair"),
  /** Adds the feature vectors that are missing. */
  FEATURES("features"),
  /** Adds the scores that are missing. */
  SCORES("score"),
  /** Lands what controllers have decided, and judges it. */
  FEEDBACK("feedback"),
  /** Rewrites and deletes files. */
  MAINTENANCE("maintain"),
  /** Creates a table; taken for seconds, and waited for. */
  CREATION("a process that creates a table"),
  /** Moves the alias of a champion and records that; taken for seconds, and waited for. */
  PROMOTION("train or evaluate");

  private final String verb;

  Role(String verb) {
    this.verb = verb;
  }

  /** The commands that take this role, for a person to read. */
  String verb() {
    return verb;
  }

  /** The name of its lock file. */
  String file() {
    return name().toLowerCase(java.util.Locale.ROOT) + ".lock";
  }
}
