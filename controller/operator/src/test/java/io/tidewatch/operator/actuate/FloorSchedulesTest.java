package io.tidewatch.operator.actuate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.operator.ManySchedules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/**
 * Random schedules of orders, passing time, crashes, lost answers, sweepers and a user at work on
 * one HPA: whatever happens, the user's bounds hold, and what he wrote last is what is left.
 */
class FloorSchedulesTest {
  private static final HpaName NAME = new HpaName("shop", "web");
  private static final Duration TTL = Duration.ofMinutes(10);
  private static final Duration DAY = Duration.ofDays(1);

  enum What {
    HOLD,
    RELEASE,
    LAPSE,
    SWEEP,
    WAIT,
    CRASH,
    LOSE_ANSWERS,
    USER_APPLIES,
    USER_APPLIES_SERVER_SIDE,
    USER_PATCHES_MAX,
    NOTE_REMOVED
  }

  /** One event; the numbers mean a floor, a target, minutes or the user's values. */
  record Event(What what, int a, int b) {}

  @Property(tries = 1_000)
  @AddLifecycleHook(ManySchedules.class)
  void the_users_bounds_hold_and_his_values_come_back(@ForAll("schedules") List<Event> schedule) {
    Bench bench = new Bench();
    for (Event event : schedule) {
      bench.happens(event);
      bench.checkBounds(event);
    }
    bench.checkNothingIsLeftBehind();
  }

  @Provide
  Arbitrary<List<Event>> schedules() {
    Arbitrary<What> what =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(6, Arbitraries.just(What.HOLD)),
            net.jqwik.api.Tuple.of(4, Arbitraries.of(What.class)));
    return Combinators.combine(
            what, Arbitraries.integers().between(0, 12), Arbitraries.integers().between(30, 95))
        .as(Event::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(25);
  }

  /** One HPA, its user, and the processes around it. */
  private static final class Bench {
    private final InMemoryHpas server = new InMemoryHpas(NAME);
    private final TestingClock clock = new TestingClock(Instant.parse("2026-11-24T12:00:00Z"));
    private final LossyHpas wire = new LossyHpas(server);
    private HpaFloor process = process();
    private int min = 2;
    private int max = 10;
    private int target = 60;
    private boolean noteRemoved;

    Bench() {
      kubectlApply();
    }

    // kubectl leaves the manifest in an annotation, whether or not a value changes.
    private void kubectlApply() {
      ObjectNode patch = manifest();
      patch
          .putObject("metadata")
          .putObject("annotations")
          .put("kubectl.kubernetes.io/last-applied-configuration", manifest().toString());
      assertTrue(server.merge("kubectl-client-side-apply", patch).ok());
    }

    void happens(Event event) {
      switch (event.what()) {
        case HOLD -> process.pursue(NAME, hold(event));
        case RELEASE -> process.pursue(NAME, new FloorWish.Release(false));
        case LAPSE -> process.pursue(NAME, new FloorWish.Lapse());
        case SWEEP -> sweep();
        case WAIT -> clock.pass(Duration.ofMinutes(event.a()));
        case CRASH -> process = process();
        case LOSE_ANSWERS -> wire.loseAfter(event.a() % 3);
        case USER_APPLIES -> applies(event);
        case USER_APPLIES_SERVER_SIDE -> appliesServerSide();
        case USER_PATCHES_MAX -> patchesMax(event);
        case NOTE_REMOVED -> removesNote();
      }
    }

    private FloorWish hold(Event event) {
      Optional<TargetRaise> raise =
          event.b() % 2 == 0 ? TargetRaise.over(60, event.b()) : Optional.empty();
      return new FloorWish.Hold(new FloorOrder("d", "shop/web", "1", event.a(), raise, TTL, DAY));
    }

    private void sweep() {
      new HpaFloor(wire, Fence.none(), clock).pursue(NAME, new FloorWish.Sweep());
    }

    private HpaFloor process() {
      return new HpaFloor(wire, Fence.none(), clock);
    }

    private void applies(Event event) {
      min = 1 + event.a() % 5;
      max = min + 5;
      target = event.b();
      kubectlApply();
    }

    private void appliesServerSide() {
      assertTrue(server.apply("kubectl", manifest(), true).ok());
    }

    // One that the standing floor forbids is refused by the server, and the user keeps his own.
    private void patchesMax(Event event) {
      int wanted = Math.max(spec().path("minReplicas").asInt(), event.a());
      ObjectNode patch = Wire.object();
      patch.putObject("spec").put("maxReplicas", wanted);
      server.merge("kubectl-patch", patch);
      max = wanted;
    }

    private void removesNote() {
      noteRemoved |= server.get(NAME).body().at("/metadata/annotations").has(FloorMark.ANNOTATION);
      ObjectNode patch = Wire.object();
      patch.putObject("metadata").putObject("annotations").putNull(FloorMark.ANNOTATION);
      server.merge("kubectl-annotate", patch);
    }

    private ObjectNode manifest() {
      ObjectNode body = Wire.object();
      body.putObject("spec")
          .put("minReplicas", min)
          .put("maxReplicas", max)
          .set("metrics", InMemoryHpas.cpu(target));
      return body;
    }

    private JsonNode spec() {
      return server.get(NAME).body().path("spec");
    }

    private int liveTarget() {
      return spec().at("/metrics/0/resource/target/averageUtilization").asInt();
    }

    void checkBounds(Event event) {
      assertTrue(spec().path("minReplicas").asInt() >= min, () -> event + ": " + spec());
      assertTrue(spec().path("minReplicas").asInt() <= max, () -> event + ": " + spec());
      assertTrue(liveTarget() >= target, () -> event + ": " + spec());
    }

    /** The controller is gone; a sweeper comes by after the floor's time, and again a day later. */
    void checkNothingIsLeftBehind() {
      wire.loseAfter(Integer.MAX_VALUE);
      clock.pass(TTL);
      sweep();
      if (!noteRemoved) {
        assertEquals(min, spec().path("minReplicas").asInt());
        assertEquals(target, liveTarget());
      }
      clock.pass(DAY);
      sweep();
      HpaObject left = HpaObject.read(server.get(NAME).body());
      assertEquals(Optional.empty(), left.mark());
      assertEquals(Optional.empty(), left.conflict());
      assertFalse(
          server.get(NAME).body().at("/metadata/managedFields").toString().contains("tidewatch"));
      min = 3;
      max = 20;
      target = 55;
      kubectlApply();
      assertEquals(3, spec().path("minReplicas").asInt());
      assertEquals(55, liveTarget());
    }
  }
}
