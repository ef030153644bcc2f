package io.tidewatch.domain;

import java.util.Locale;

/** How loudly to say that something is strange. */
public enum Severity {
  INFO,
  WARNING,
  CRITICAL;

  /** Of a score, by the scores above which it is a warning or critical. */
  public static Severity of(double score, double warning, double critical) {
    if (score > critical) {
      return CRITICAL;
    }
    return score > warning ? WARNING : INFO;
  }

  /** As answers and tables spell it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
