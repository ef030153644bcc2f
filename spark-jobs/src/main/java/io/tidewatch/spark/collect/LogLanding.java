package io.tidewatch.spark.collect;

/**
 * The order in which a batch of logs becomes durable: its gaps, its new templates, its counts set
 * aside, its lines, its counts.
 *
 * <p>Spark repeats a batch that was killed by reading it again, and the server may answer otherwise
 * then: a line came late, or a query fails that did not. So what has landed stands. Counts are set
 * aside before their lines land, and none but those set aside land after them: they are the counts
 * of the lines in the table, not of the lines that were read last.
 */
final class LogLanding {
  /** One batch: what of it is durable, and its steps. */
  interface Batch {
    boolean countsLanded();

    boolean linesLanded();

    /** Whether all its counts are set aside. */
    boolean countsAreAside();

    /** Reads it and names what could not be read, once however often it is repeated. */
    void nameGaps();

    /** Whether it has lines, of those that could be read. */
    boolean hasLines();

    /** Gives its lines templates, of which the new ones become durable. */
    void assignTemplates();

    /** Sets its counts aside, in the place of any earlier ones. */
    void setCountsAside();

    void landLines();

    /** Lands the counts that are aside. */
    void landCounts();
  }

  private LogLanding() {}

  /** Does what is left to do. */
  static void land(Batch batch) {
    if (batch.countsLanded()) {
      return;
    }
    boolean onlyCountsLeft = batch.linesLanded() && batch.countsAreAside();
    if (onlyCountsLeft || landLines(batch)) {
      batch.landCounts();
    }
  }

  private static boolean landLines(Batch batch) {
    batch.nameGaps();
    if (!batch.hasLines()) {
      return false;
    }
    batch.assignTemplates();
    batch.setCountsAside();
    batch.landLines();
    return true;
  }
}
