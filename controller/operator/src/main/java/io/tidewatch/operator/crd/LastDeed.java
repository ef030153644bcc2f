package io.tidewatch.operator.crd;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * What was done about a workload last, where the mode allows something to be done.
 *
 * @param acts whether decisions reach the workload
 * @param code a stable reason
 * @param floor the floor that stands
 */
public record LastDeed(boolean acts, String code, String text, OptionalInt floor) {
  public LastDeed {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(floor, "floor");
  }
}
