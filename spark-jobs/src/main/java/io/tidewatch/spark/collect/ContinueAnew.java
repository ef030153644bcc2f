package io.tidewatch.spark.collect;

/** What a user does when a checkpoint is of no use. */
final class ContinueAnew {
  private ContinueAnew() {}

  /** The way out, for the checkpoint of one source. */
  static String remedy(SteppedSource source) {
    return "remove the folder _checkpoints/"
        + source.format()
        + " of the store; ingest then goes on after the newest row that has landed";
  }
}
