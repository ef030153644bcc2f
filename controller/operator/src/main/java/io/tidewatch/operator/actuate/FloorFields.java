package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The fields of an HPA in the light of its user's own values: which are ours to write, and what.
 *
 * @param original the user's values of the fields that we hold
 */
record FloorFields(HpaObject hpa, FloorValues original) {
  static FloorFields untouched(HpaObject hpa) {
    return new FloorFields(hpa, FloorValues.none());
  }

  static FloorFields held(HpaObject hpa, FloorMark mark) {
    return new FloorFields(hpa, mark.original());
  }

  /**
   * The fields of a mark that are not ours alone any more. Only ownership tells: whoever changes a
   * value takes it, and whoever applies the same value on the server has made it his own.
   */
  static Set<HpaField> lost(HpaObject hpa, FloorMark mark) {
    Set<HpaField> lost = EnumSet.noneOf(HpaField.class);
    mark.wrote().fields().stream().filter(field -> !hpa.oursAlone(field)).forEach(lost::add);
    return lost;
  }

  static Set<HpaField> oursAlone(HpaObject hpa) {
    Set<HpaField> ours = EnumSet.noneOf(HpaField.class);
    Stream.of(HpaField.values()).filter(hpa::oursAlone).forEach(ours::add);
    return ours;
  }

  /**
   * The fields whose new value in the user's manifest happens to be the one that we wrote: {@code
   * kubectl apply} on the client then sends nothing, and ownership tells nothing.
   */
  static FloorValues adopted(HpaObject hpa, FloorMark mark) {
    FloorValues adopted = FloorValues.none();
    if (hpa.applied().equals(mark.applied())) {
      return adopted;
    }
    for (HpaField field : mark.wrote().fields()) {
      Optional<JsonNode> wish = hpa.applied(field);
      if (hpa.oursAlone(field) && wish.isPresent()) {
        adopted = adopted.with(field, wish.get());
      }
    }
    return adopted;
  }

  /**
   * What the HPA shall say: never fewer pods than the user's minimum, never more than the maximum,
   * never a lower target. A field is taken only if its value changes, because an equal value would
   * be shared with its owner instead.
   */
  FloorValues desired(FloorOrder order) {
    FloorValues desired = FloorValues.none();
    int users = user(HpaField.MIN_REPLICAS).asInt();
    int floor = Math.max(users, Math.min(order.floor(), hpa.max()));
    if (floor != users || holds(HpaField.MIN_REPLICAS)) {
      desired = desired.with(HpaField.MIN_REPLICAS, FloorValues.number(floor));
    }
    JsonNode metrics = user(HpaField.METRICS);
    Optional<JsonNode> raised = order.raise().flatMap(raise -> raise.in(metrics));
    if (raised.isPresent() || holds(HpaField.METRICS)) {
      desired = desired.with(HpaField.METRICS, raised.orElse(metrics));
    }
    return desired;
  }

  /** The fields that a write would take from their owners. */
  Set<HpaField> taken(FloorValues desired) {
    Set<HpaField> taken = EnumSet.noneOf(HpaField.class);
    desired.fields().stream().filter(field -> !holds(field)).forEach(taken::add);
    return taken;
  }

  FloorValues originals(FloorValues desired) {
    FloorValues all = original;
    for (HpaField field : taken(desired)) {
      all = all.with(field, hpa.value(field));
    }
    return all;
  }

  List<FieldOwner> ownersWith(Set<HpaField> taken, List<FieldOwner> before) {
    return Stream.concat(
            before.stream(), taken.stream().flatMap(field -> hpa.ownersOf(field).stream()))
        .toList();
  }

  private boolean holds(HpaField field) {
    return original.fields().contains(field);
  }

  private JsonNode user(HpaField field) {
    return original.of(field).orElse(hpa.value(field));
  }
}
