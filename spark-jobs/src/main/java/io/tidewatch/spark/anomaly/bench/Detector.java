package io.tidewatch.spark.anomaly.bench;

/** Gives each row of a set a score, higher for what is stranger. */
interface Detector {
  /** Its name in tables and in JSON. */
  String label();

  /** Whether chance plays a part in it, so that one run says little. */
  boolean isSeeded();

  /** The scores of all rows, learned from the train part without its labels. */
  double[] scores(Input input, long seed);
}
