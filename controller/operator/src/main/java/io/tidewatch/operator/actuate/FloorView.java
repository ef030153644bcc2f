package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Objects;

/**
 * A standing floor, for status and records.
 *
 * @param minReplicas what stands
 * @param original what the user wrote
 * @param targetRaised whether the trusted target is in force
 */
public record FloorView(
    String id, int minReplicas, int original, boolean targetRaised, Instant expires) {
  public FloorView {
    Objects.requireNonNull(expires, "expires");
  }

  static FloorView of(FloorMark mark, HpaObject hpa) {
    boolean raised =
        mark.wrote()
            .of(HpaField.METRICS)
            .map(
                wrote -> !mark.original().of(HpaField.METRICS).equals(java.util.Optional.of(wrote)))
            .orElse(false);
    int original = mark.original().of(HpaField.MIN_REPLICAS).map(JsonNode::asInt).orElse(hpa.min());
    return new FloorView(mark.id(), hpa.min(), original, raised, mark.expires());
  }
}
