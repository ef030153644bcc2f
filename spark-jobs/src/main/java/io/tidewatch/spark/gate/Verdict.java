package io.tidewatch.spark.gate;

/** What a gate says of a challenger. */
public sealed interface Verdict {
  /** Why, in one line. */
  String reason();

  /** The criteria it looked at. */
  GateTable table();

  /** Whether the challenger may become champion. */
  default boolean passed() {
    return this instanceof Passed;
  }

  /** It may become champion. */
  record Passed(String reason, GateTable table) implements Verdict {}

  /** It may not. */
  record Refused(String reason, GateTable table) implements Verdict {}
}
