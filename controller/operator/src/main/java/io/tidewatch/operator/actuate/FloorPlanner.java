package io.tidewatch.operator.actuate;

import static io.tidewatch.operator.actuate.FloorReason.CONFLICTING_OWNER;
import static io.tidewatch.operator.actuate.FloorReason.FLOOR_KEPT;
import static io.tidewatch.operator.actuate.FloorReason.FLOOR_SET;
import static io.tidewatch.operator.actuate.FloorReason.FLOOR_STANDS;
import static io.tidewatch.operator.actuate.FloorReason.HPA_LEAVING;
import static io.tidewatch.operator.actuate.FloorReason.MANAGED_BY_GIT_OPS;
import static io.tidewatch.operator.actuate.FloorReason.NEWER_VERSION;
import static io.tidewatch.operator.actuate.FloorReason.NOTHING_TO_DO;
import static io.tidewatch.operator.actuate.FloorReason.ORIGINAL_LOST;
import static io.tidewatch.operator.actuate.FloorReason.OWNED_BY_KEDA;
import static io.tidewatch.operator.actuate.FloorReason.RESTORED;
import static io.tidewatch.operator.actuate.FloorReason.SECOND_SCALER;
import static io.tidewatch.operator.actuate.FloorReason.TARGET_RESTORED;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What to do about one HPA, from the object, the wish and the time alone.
 *
 * <p>A floor's life: taken over from whoever owns the field (forced, the one time), renewed when
 * half of its time is over, and given back in two writes: first the original <em>values</em>, then
 * the <em>ownership</em> and the annotation. Each plan is made from the object as it is, so a
 * process that dies after any write leaves something that the next one simply goes on with.
 *
 * @param believed the floor that this process has set and nobody has ended, for the case that the
 *     annotation is gone
 */
record FloorPlanner(HpaObject hpa, FloorWish wish, Optional<FloorMark> believed, Instant now) {

  FloorPlan plan() {
    if (hpa.leaving()) {
      return new FloorPlan.Rest(HPA_LEAVING, "the HPA is being deleted");
    }
    if (hpa.mark().filter(FloorMark::fromTheFuture).isPresent()) {
      return new FloorPlan.Rest(
          NEWER_VERSION, "a later version of this program holds a floor here");
    }
    return hpa.mark().flatMap(FloorMark::parse).map(this::marked).orElseGet(this::unmarked);
  }

  private FloorPlan marked(FloorMark mark) {
    Set<HpaField> disputed = disputed(mark);
    if (!disputed.isEmpty()) {
      return giveBack(mark, Optional.of(fight(disputed, mark.terms())));
    }
    boolean over = mark.fight().isPresent() || !now.isBefore(mark.expires());
    if (over || wish instanceof FloorWish.Release || hpa.scaledObject().isPresent()) {
      return giveBack(mark, Optional.empty());
    }
    if (wish instanceof FloorWish.Lapse) {
      return lapse(mark);
    }
    return wish.wanted()
        .map(order -> hold(mark, order))
        .orElseGet(() -> new FloorPlan.Rest(FLOOR_STANDS, "until " + mark.expires()));
  }

  private FloorPlan hold(FloorMark mark, FloorOrder order) {
    if (!mark.scaler().equals(order.scaler())) {
      return new FloorPlan.Rest(SECOND_SCALER, mark.scaler() + " holds a floor here");
    }
    FloorFields fields = FloorFields.held(hpa, mark);
    FloorValues desired = wished(fields, order, mark.wrote());
    if (desired.equals(mark.original())) {
      return giveBack(mark, Optional.empty());
    }
    boolean half = now.plus(order.ttl().dividedBy(2)).isAfter(mark.expires());
    boolean same = desired.equals(mark.wrote()) && order.terms().equals(mark.terms());
    if (same && !half) {
      return new FloorPlan.Rest(FLOOR_KEPT, "until " + mark.expires());
    }
    return write(order, desired, fields, Optional.of(mark));
  }

  // Who does not see demand lowers no floor, and raises no target: that removes pods, too.
  private FloorValues wished(FloorFields fields, FloorOrder order, FloorValues stands) {
    FloorValues desired = fields.desired(order);
    if (!(wish instanceof FloorWish.Hold hold) || !hold.blind()) {
      return desired;
    }
    int standing = stands.of(HpaField.MIN_REPLICAS).map(JsonNode::asInt).orElse(0);
    FloorValues careful = fields.desired(order.atLeast(standing));
    return stands.of(HpaField.METRICS).equals(desired.of(HpaField.METRICS))
        ? careful
        : fields.desired(order.atLeast(standing).withoutRaise());
  }

  /** The user's target at once; the floor until its time is over. */
  private FloorPlan lapse(FloorMark mark) {
    Optional<JsonNode> target = mark.original().of(HpaField.METRICS);
    FloorValues values =
        target.map(value -> mark.wrote().with(HpaField.METRICS, value)).orElse(mark.wrote());
    if (values.equals(mark.original())) {
      return giveBack(mark, Optional.empty());
    }
    if (values.equals(mark.wrote())) {
      return new FloorPlan.Rest(FLOOR_STANDS, "until " + mark.expires());
    }
    return new FloorPlan.Apply(mark.writing(values), false, TARGET_RESTORED);
  }

  private FloorPlan unmarked() {
    Optional<FloorMark> stripped =
        believed.filter(mark -> now.isBefore(mark.expires()) && !handedBack(mark));
    if (stripped.isPresent()) {
      return stripped(stripped.get());
    }
    if (hpa.owners().stream().anyMatch(FieldOwner::ours)) {
      return orphaned();
    }
    if (hpa.conflict().isPresent()) {
      return afterFight(hpa.conflict().flatMap(Conflict::parse));
    }
    return takeOver();
  }

  // A sweeper whose clock is ahead of ours leaves exactly what was there before: that is no fight.
  private boolean handedBack(FloorMark mark) {
    Set<FieldOwner> now = new HashSet<>();
    mark.original().fields().forEach(field -> now.addAll(hpa.ownersOf(field)));
    return mark.original().standIn(hpa) && now.equals(Set.copyOf(mark.owners()));
  }

  /** The annotation was removed under us, but we know what it said. */
  private FloorPlan stripped(FloorMark mark) {
    Set<HpaField> disputed = disputed(mark);
    Set<HpaField> fields = disputed.isEmpty() ? mark.wrote().fields() : disputed;
    return giveBack(mark, Optional.of(fight(fields, mark.terms())));
  }

  /** Nobody knows the original values any more; the user's next apply shall at least work. */
  private FloorPlan orphaned() {
    Duration day = Duration.ofDays(1);
    Duration truce = wish.wanted().map(FloorOrder::truce).orElse(day);
    String terms = wish.wanted().map(FloorOrder::terms).orElse("");
    Conflict why =
        new Conflict("somebody", "annotation " + FloorMark.ANNOTATION, now.plus(truce), terms);
    return new FloorPlan.HandBack(
        Optional.of(Ownership.handBack(hpa, List.of(), Set.of())), Optional.of(why), ORIGINAL_LOST);
  }

  private FloorPlan afterFight(Optional<Conflict> conflict) {
    String terms =
        wish.wanted().map(FloorOrder::terms).orElse(conflict.map(Conflict::terms).orElse(""));
    boolean released = wish instanceof FloorWish.Release release && release.forGood();
    return conflict
        .filter(fight -> !released && fight.holds(now, terms))
        .map(fight -> (FloorPlan) new FloorPlan.Rest(CONFLICTING_OWNER, fight.sentence()))
        .orElseGet(() -> new FloorPlan.HandBack(Optional.empty(), Optional.empty(), NOTHING_TO_DO));
  }

  private FloorPlan takeOver() {
    if (wish.wanted().isEmpty()) {
      return new FloorPlan.Rest(NOTHING_TO_DO, "no floor stands");
    }
    if (hpa.scaledObject().isPresent()) {
      return new FloorPlan.Rest(
          OWNED_BY_KEDA, "ScaledObject " + hpa.scaledObject().get() + " writes this HPA");
    }
    FloorOrder order = wish.wanted().get();
    FloorFields fields = FloorFields.untouched(hpa);
    FloorValues desired = wished(fields, order, FloorValues.none());
    if (desired.fields().isEmpty()) {
      return new FloorPlan.Rest(NOTHING_TO_DO, "the user's own values are enough");
    }
    return write(order, desired, fields, Optional.empty());
  }

  private FloorPlan write(
      FloorOrder order, FloorValues desired, FloorFields fields, Optional<FloorMark> before) {
    Set<HpaField> taken = fields.taken(desired);
    Optional<String> keeper = hpa.gitOps().filter(tool -> taken.stream().anyMatch(this::owned));
    if (keeper.isPresent()) {
      return new FloorPlan.Rest(
          MANAGED_BY_GIT_OPS,
          keeper.get() + " keeps these fields as they are in its repository: " + taken);
    }
    FloorMark mark =
        new FloorMark(
            order.id(),
            order.scaler(),
            now.plus(order.ttl()),
            order.terms(),
            desired,
            fields.originals(desired),
            fields.ownersWith(taken, before.map(FloorMark::owners).orElse(List.of())),
            before.map(FloorMark::applied).orElse(hpa.applied()),
            Optional.empty());
    return new FloorPlan.Apply(mark, !taken.isEmpty(), FLOOR_SET);
  }

  private boolean owned(HpaField field) {
    return !hpa.ownersOf(field).isEmpty();
  }

  /** The fields that somebody has changed, or confirmed, after our write. */
  private Set<HpaField> disputed(FloorMark mark) {
    Set<HpaField> disputed = EnumSet.noneOf(HpaField.class);
    disputed.addAll(FloorFields.lost(hpa, mark));
    disputed.addAll(FloorFields.adopted(hpa, mark).fields());
    return disputed;
  }

  private FloorPlan giveBack(FloorMark mark, Optional<Conflict> reason) {
    // First what stands in fields that are ours and unknown to this mark: an apply that leaves one
    // out would let the server reset it.
    FloorValues values =
        FloorValues.of(hpa, FloorFields.oursAlone(hpa))
            .with(mark.original().without(FloorFields.lost(hpa, mark)))
            .with(FloorFields.adopted(hpa, mark));
    FloorMark back = mark.restoring(values, now, reason);
    FloorReason why = back.fight().isPresent() ? CONFLICTING_OWNER : RESTORED;
    // The server may spell a value differently: what was written once is not written again.
    if (!values.standIn(hpa) && !values.equals(mark.wrote())) {
      return new FloorPlan.Apply(back, false, why);
    }
    return new FloorPlan.HandBack(
        Optional.of(Ownership.handBack(hpa, back.owners(), values.fields())), back.fight(), why);
  }

  private Conflict fight(Set<HpaField> fields, String terms) {
    HpaField first = fields.iterator().next();
    String with =
        hpa.ownersOf(first).stream()
            .filter(owner -> !owner.ours())
            .map(FieldOwner::manager)
            .findFirst()
            .orElse("somebody");
    Duration truce = wish.wanted().map(FloorOrder::truce).orElse(Duration.ofDays(1));
    return new Conflict(with, "spec." + first.key(), now.plus(truce), terms);
  }
}
