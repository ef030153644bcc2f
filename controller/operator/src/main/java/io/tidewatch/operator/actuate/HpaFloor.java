package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Carries out floors: looks, plans, writes what was planned for exactly the object that was seen,
 * and looks again, until there is nothing left to do.
 */
final class HpaFloor {
  /** Give back, forget a fight, take over and renew are four writes; the rest is for conflicts. */
  private static final int ROUNDS = 7;

  private final Hpas hpas;
  private final Fence fence;
  private final Clock clock;
  private final Map<HpaName, Standing> believed = new ConcurrentHashMap<>();

  /** A floor that we have set and not ended, of the object with this uid. */
  private record Standing(String uid, FloorMark mark) {}

  HpaFloor(Hpas hpas, Fence fence, Clock clock) {
    this.hpas = hpas;
    this.fence = fence;
    this.clock = clock;
  }

  FloorResult pursue(HpaName name, FloorWish wish) {
    return pursue(name, wish, Optional.empty());
  }

  /**
   * @param cached the object as a watch has it: then a wish that is fulfilled costs no request, and
   *     a stale copy is found out by the server
   */
  FloorResult pursue(HpaName name, FloorWish wish, Optional<HpaObject> cached) {
    Optional<FloorReason> done = Optional.empty();
    Answer seen = cached.isPresent() ? Answer.none("not asked") : hpas.get(name);
    for (int round = 0; round < ROUNDS; round++) {
      boolean fromCache = round == 0 && cached.isPresent();
      if (!seen.ok() && !fromCache) {
        return failed(seen);
      }
      HpaObject hpa = fromCache ? cached.get() : HpaObject.read(seen.body());
      FloorPlan plan = plan(hpa, wish);
      if (plan instanceof FloorPlan.Rest rest) {
        return rested(hpa, rest, done);
      }
      if (!fence.holds()) {
        return FloorResult.of(FloorReason.NOT_LEADER, "this process does not lead any more");
      }
      Answer written = write(hpa, plan);
      if (written.ok()) {
        remember(hpa, plan);
        done = Optional.of(reason(plan));
      }
      seen = written.conflict() ? hpas.get(name) : written;
    }
    return FloorResult.of(FloorReason.API_TROUBLE, "the HPA keeps changing: left to the next pass");
  }

  private FloorPlan plan(HpaObject hpa, FloorWish wish) {
    Optional<FloorMark> own =
        Optional.ofNullable(believed.get(hpa.name()))
            .filter(standing -> standing.uid().equals(hpa.uid()))
            .map(Standing::mark);
    return new FloorPlanner(hpa, wish, own, clock.instant()).plan();
  }

  private Answer write(HpaObject hpa, FloorPlan plan) {
    if (plan instanceof FloorPlan.Apply apply) {
      return hpas.apply(hpa.name(), body(hpa, apply.mark()), apply.force());
    }
    return hpas.merge(hpa.name(), body(hpa, (FloorPlan.HandBack) plan));
  }

  // Every apply lists all that we hold: what it does not mention is let go.
  private static ObjectNode body(HpaObject hpa, FloorMark mark) {
    ObjectNode body =
        Wire.object().put("apiVersion", "autoscaling/v2").put("kind", "HorizontalPodAutoscaler");
    ObjectNode meta = precondition(body.putObject("metadata"), hpa);
    meta.putObject("annotations").put(FloorMark.ANNOTATION, mark.json().toString());
    body.set("spec", mark.wrote().json());
    return body;
  }

  private static ObjectNode body(HpaObject hpa, FloorPlan.HandBack plan) {
    ObjectNode body = Wire.object();
    ObjectNode meta = precondition(body.putObject("metadata"), hpa);
    ObjectNode notes = meta.putObject("annotations");
    notes.putNull(FloorMark.ANNOTATION);
    plan.conflict()
        .ifPresentOrElse(
            fight -> notes.put(Conflict.ANNOTATION, fight.json().toString()),
            () -> notes.putNull(Conflict.ANNOTATION));
    plan.managedFields().ifPresent(fields -> meta.set("managedFields", fields));
    return body;
  }

  // The uid as well: an apply to a deleted object would create one.
  private static ObjectNode precondition(ObjectNode meta, HpaObject hpa) {
    return meta.put("name", hpa.name().name())
        .put("uid", hpa.uid())
        .put("resourceVersion", hpa.resourceVersion());
  }

  private void remember(HpaObject hpa, FloorPlan plan) {
    if (plan instanceof FloorPlan.Apply apply && apply.holds()) {
      believed.put(hpa.name(), new Standing(hpa.uid(), apply.mark()));
      return;
    }
    // The original values are back: a sweeper may finish the rest, and that is no fight.
    believed.remove(hpa.name());
  }

  private static FloorReason reason(FloorPlan plan) {
    return plan instanceof FloorPlan.Apply apply
        ? apply.reason()
        : ((FloorPlan.HandBack) plan).reason();
  }

  private FloorResult rested(HpaObject hpa, FloorPlan.Rest rest, Optional<FloorReason> done) {
    Optional<FloorView> view =
        hpa.mark().flatMap(FloorMark::parse).map(mark -> FloorView.of(mark, hpa));
    boolean idle =
        rest.reason() == FloorReason.NOTHING_TO_DO
            || rest.reason() == FloorReason.FLOOR_KEPT
            || rest.reason() == FloorReason.FLOOR_STANDS;
    FloorReason reason = idle ? done.orElse(rest.reason()) : rest.reason();
    return new FloorResult(reason, rest.text(), view, Optional.empty());
  }

  private static FloorResult failed(Answer answer) {
    if (answer.missing()) {
      return FloorResult.of(FloorReason.HPA_MISSING, "there is no such HPA");
    }
    return FloorResult.trouble(answer);
  }
}
