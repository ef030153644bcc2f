package io.tidewatch.local.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.source.CatalogueFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveCatalogueTest {
  @TempDir private Path folder;

  @Test
  void both_copies_are_observed_in_steps_of_a_nominal_minute() {
    Path file =
        LiveCatalogue.write(
            folder.resolve("live/catalogue.yaml"), TestingLive.plan(24), Side.SAME_POLICY);

    Catalogue catalogue = CatalogueFile.read(file);
    assertEquals(Duration.ofSeconds(12), catalogue.timescale().step());
    for (Side side : Side.SAME_POLICY) {
      WorkloadId id = new WorkloadId(side.namespace(), "Deployment", "backend");
      assertTrue(catalogue.workload(id).isPresent(), id + " is not there");
    }
  }

  @Test
  void past_and_present_are_one_demand_on_one_clock() {
    LivePlan plan = TestingLive.race(24, Optional.empty());
    LiveCatalogue.Anchors anchors =
        new LiveCatalogue.Anchors(TestingLive.FROM, Instant.parse("2026-01-05T07:55:00Z"));
    Catalogue learned =
        CatalogueFile.parse(LiveCatalogue.past(plan, plan.ours(), anchors, 140), "past");
    Catalogue shared = CatalogueFile.parse(LiveCatalogue.shared(plan, anchors), "shared");
    assertEquals(learned.timescale(), shared.timescale());
    assertEquals(
        Instant.parse("2026-01-05T08:00:00Z"),
        shared.timescale().nominal(TestingLive.FROM.plusSeconds(60)));
    for (String query : List.of("request_rate", "ready_replicas")) {
      String asked = learned.query(query).at(plan.step());
      assertEquals(asked, shared.query(query).at(plan.step()));
      assertTrue(!query.equals("request_rate") || asked.contains("[12s]"), asked);
    }
    assertEquals(140, learned.workloads().get(0).leadTimeSeconds());
  }
}
