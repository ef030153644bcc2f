package io.tidewatch.local.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.source.CatalogueFile;
import java.nio.file.Path;
import java.time.Duration;
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
}
