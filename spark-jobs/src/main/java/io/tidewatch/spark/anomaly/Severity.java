package io.tidewatch.spark.anomaly;

import java.util.Locale;

/** How loudly to say it. */
enum Severity {
  INFO,
  WARNING,
  CRITICAL;

  /** As answers and tables spell it. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
