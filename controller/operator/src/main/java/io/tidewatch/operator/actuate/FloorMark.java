package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What an HPA under a floor says about itself, in one annotation that is written together with the
 * floor: whoever finds it can undo it, knowing nothing else.
 *
 * @param id of the decision that wrote it last
 * @param scaler the resource on whose behalf
 * @param expires from when anyone may restore
 * @param terms of the order
 * @param wrote the values that we wrote
 * @param original the values before the first write
 * @param owners who owned the fields before
 * @param applied which manifest {@code kubectl apply} had left before
 * @param fight the fight that is being left
 */
record FloorMark(
    String id,
    String scaler,
    Instant expires,
    String terms,
    FloorValues wrote,
    FloorValues original,
    List<FieldOwner> owners,
    String applied,
    Optional<Conflict> fight) {
  static final String ANNOTATION = "tidewatch.io/floor";
  private static final int VERSION = 1;

  FloorMark {
    Objects.requireNonNull(expires, "expires");
    Objects.requireNonNull(fight, "fight");
    owners = List.copyOf(owners);
  }

  int originalMin() {
    return original.of(HpaField.MIN_REPLICAS).map(JsonNode::asInt).orElse(1);
  }

  /** The same mark with other values in the same fields. */
  FloorMark writing(FloorValues values) {
    return new FloorMark(id, scaler, expires, terms, values, original, owners, applied, fight);
  }

  /** The mark of the write that puts these values back. */
  FloorMark restoring(FloorValues back, Instant now, Optional<Conflict> reason) {
    Instant due = expires.isBefore(now) ? expires : now;
    return new FloorMark(
        id, scaler, due, terms, back, back, owners, applied, fight.or(() -> reason));
  }

  ObjectNode json() {
    ObjectNode json =
        Wire.object()
            .put("v", VERSION)
            .put("id", id)
            .put("scaler", scaler)
            .put("expires", expires.toString())
            .put("terms", terms)
            .put("applied", applied);
    json.set("wrote", wrote.json());
    json.set("original", original.json());
    owners.forEach(owner -> json.withArray("owners").add(owner.json()));
    fight.ifPresent(conflict -> json.set("fight", conflict.json()));
    return json;
  }

  /** Empty if somebody has edited it beyond understanding. */
  static Optional<FloorMark> parse(String text) {
    return Wire.parse(text).filter(node -> !newer(node)).flatMap(FloorMark::read);
  }

  /** Whether a later version of this program wrote it: then it is that one's to restore. */
  static boolean fromTheFuture(String text) {
    return Wire.parse(text).filter(FloorMark::newer).isPresent();
  }

  private static boolean newer(JsonNode node) {
    return node.path("v").asInt() > VERSION;
  }

  private static Optional<FloorMark> read(JsonNode node) {
    FloorValues wrote = FloorValues.read(node.path("wrote"));
    FloorValues original = FloorValues.read(node.path("original"));
    if (node.path("v").asInt() != VERSION || !wrote.fields().equals(original.fields())) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new FloorMark(
              node.path("id").asText(),
              node.path("scaler").asText(),
              Instant.parse(node.path("expires").asText()),
              node.path("terms").asText(),
              wrote,
              original,
              Wire.items(node.path("owners")).map(FieldOwner::read).toList(),
              node.path("applied").asText(),
              Optional.of(node.path("fight")).filter(JsonNode::isObject).flatMap(Conflict::read)));
    } catch (DateTimeException | IllegalArgumentException edited) {
      return Optional.empty();
    }
  }
}
