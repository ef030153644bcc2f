package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** The next thing to do about an HPA. */
sealed interface FloorPlan {
  /** Nothing, and why. */
  record Rest(FloorReason reason, String text) implements FloorPlan {}

  /**
   * Write the mark and its values by server-side apply.
   *
   * @param force whether a field is taken from its owner; the plan has seen that owner
   */
  record Apply(FloorMark mark, boolean force, FloorReason reason) implements FloorPlan {
    /** Whether a floor stands after it. */
    boolean holds() {
      return reason == FloorReason.FLOOR_SET || reason == FloorReason.TARGET_RESTORED;
    }
  }

  /**
   * Take our annotation away and return the fields to who owned them: the values stay.
   *
   * @param managedFields the entries as they shall be; empty where we own nothing
   * @param conflict what is remembered on the object
   */
  record HandBack(Optional<JsonNode> managedFields, Optional<Conflict> conflict, FloorReason reason)
      implements FloorPlan {}
}
