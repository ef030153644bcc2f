package io.tidewatch.spark.collect;

/** What a user does when a checkpoint is of no use. */
final class ContinueAnew {
  static final String REMEDY =
      "remove the folder _checkpoints/prometheus of the store; ingest then goes on after the newest"
          + " row that has landed";

  private ContinueAnew() {}
}
