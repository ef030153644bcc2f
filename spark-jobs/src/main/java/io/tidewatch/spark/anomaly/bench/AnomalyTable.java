package io.tidewatch.spark.anomaly.bench;

import io.tidewatch.source.LabelledSet;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** The results for a person to read, row by row as they come. */
final class AnomalyTable {
  private static final String ROW = "  %-26s %8.3f %8.3f %8.3f %9.2f %9.2f %9.2f %9.2f%n";
  private static final String HEAD = "  %-26s %8s %8s %8s %9s %9s %9s %9s%n";

  private final PrintStream out;

  AnomalyTable(PrintStream out) {
    this.out = out;
  }

  void head(LabelledSet set, int number, int of) {
    out.printf(
        Locale.ROOT,
        "%n%s (%d of %d): %,d rows of %d metrics every %d s, %,d to train on%s%n",
        set.name(),
        number,
        of,
        set.length(),
        set.metrics().size(),
        set.step().toSeconds(),
        set.train().cardinality(),
        set.filled() == 0 ? "" : ", " + set.filled() + " values missing");
    columns();
  }

  void row(DetectorResult result) {
    out.printf(
        Locale.ROOT,
        ROW,
        result.detector(),
        result.rocAuc(),
        result.ap(),
        result.bestF1(),
        result.eventRecallQ99(),
        result.falseAlarmsPerDayQ99(),
        result.eventRecallQ999(),
        result.falseAlarmsPerDayQ999());
    out.flush();
  }

  /** The mean over all sets. */
  void overall(List<DetectorResult> results) {
    out.printf("%nmean over all sets%n");
    columns();
    for (Detector detector : Detectors.values()) {
      row(
          DetectorResult.mean(
              "all", results.stream().filter(r -> r.detector().equals(detector.label())).toList()));
    }
  }

  private void columns() {
    out.printf(
        HEAD, "", "ROC-AUC", "AP", "best F1", "found", "false/day", "found q999", "false/day");
  }
}
