package io.tidewatch.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.crd.CatalogueText;
import io.tidewatch.operator.crd.ScalerObject;
import io.tidewatch.operator.crd.TestingScalers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubernetesFleetTest {
  @TempDir Path directory;
  private final InMemoryWorld world = new InMemoryWorld();
  private DecisionRing ring;
  private KubernetesFleet fleet;

  @BeforeEach
  void open() {
    ring = DecisionRing.open(directory);
    fleet =
        new KubernetesFleet(
            CatalogueText.of(CatalogueText.BUILT_IN, "built in"),
            catalogue -> world,
            ring,
            Clock.fixed(Samples.T0, ZoneOffset.UTC));
  }

  @AfterEach
  void close() throws IOException {
    ring.close();
  }

  @Test
  void before_anything_is_known_there_is_no_document() {
    assertTrue(fleet.document().isEmpty());
    Fleet empty = fleet.empty();
    assertSame(empty, fleet.next(empty));
  }

  @Test
  void what_does_not_change_keeps_what_it_has_learned() {
    Fleet first = next(fleet.empty(), scaler("web", 10), scaler("api", 10));
    Fleet second = next(first, scaler("web", 10), scaler("api", 20), scaler("new", 10));
    assertEquals(3, second.workloads().size());
    assertSame(of(first, "web"), of(second, "web"));
    assertNotSame(of(first, "api"), of(second, "api"));
    assertEquals(20, of(second, "api").spec().maxReplicas());
    Fleet third = next(second, scaler("new", 10));
    assertEquals(List.of(WorkloadId.parse("shop/new")), third.ids());
  }

  @Test
  void the_same_again_is_no_change_at_all() {
    Fleet first = next(fleet.empty(), scaler("web", 10));
    String etag = fleet.document().orElseThrow().etag();
    assertSame(first, next(first, scaler("web", 10)));
    assertEquals(etag, fleet.document().orElseThrow().etag());
    next(first, scaler("web", 11));
    assertNotEquals(etag, fleet.document().orElseThrow().etag());
  }

  @Test
  void a_mode_is_known_at_once_and_makes_no_new_fleet() {
    Fleet first = next(fleet.empty(), scaler("web", 10));
    WorkloadId web = WorkloadId.parse("shop/web");
    assertEquals(Mode.OBSERVE, fleet.plan(web).orElseThrow().mode());
    ScalerObject acting =
        TestingScalers.of(
            "web",
            "{scaleTargetRef: {name: web}, maxReplicas: 10, capacity: {perPod: 10}, mode: act}");
    assertSame(first, next(first, acting));
    assertEquals(Mode.ACT, fleet.plan(web).orElseThrow().mode());
    next(first);
    assertTrue(fleet.plan(web).isEmpty());
  }

  @Test
  void other_bounds_hold_from_the_next_decision_and_the_count_goes_on_from_there() {
    Fleet first = next(fleet.empty(), scaler("web", 10));
    of(first, "web").decide(Samples.T0, Reading.of(500), Reading.of(9), Mode.OBSERVE);
    Fleet second = next(first, scaler("web", 5));
    Decided decided =
        of(second, "web")
            .decide(Samples.T0.plusSeconds(15), Reading.of(500), Reading.of(9), Mode.OBSERVE);
    assertEquals(5, decided.evidence().orElseThrow().outcome().wanted());
  }

  private Fleet next(Fleet present, ScalerObject... objects) {
    fleet.ask(TestingScalers.plans(objects));
    return fleet.next(present);
  }

  private static WorkloadControl of(Fleet fleet, String name) {
    return fleet.workloads().stream()
        .filter(each -> each.spec().workload().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static ScalerObject scaler(String name, int max) {
    return TestingScalers.of(
        name,
        "scaleTargetRef: {name: %s}\nmaxReplicas: %d\ncapacity: {perPod: 10}".formatted(name, max));
  }
}
