package io.tidewatch.serving.window;

import static io.tidewatch.serving.Examples.API;
import static io.tidewatch.serving.Examples.HEAD;
import static io.tidewatch.serving.Examples.WEB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.serving.Examples;
import io.tidewatch.serving.InMemoryDemand;
import io.tidewatch.source.CatalogueFile;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowStoreTest {
  @TempDir Path directory;
  private final Catalogue catalogue = Examples.shop();
  private final InMemoryDemand demand = Examples.steady(catalogue);
  private final LiveWindows restored = new LiveWindows(catalogue, demand);
  private WindowStore store;

  @BeforeEach
  void save() {
    store = new WindowStore(directory, catalogue);
    LiveWindows windows = new LiveWindows(catalogue, demand);
    windows.readTo(HEAD);
    store.save(windows);
  }

  @Test
  void after_a_restart_only_what_is_newer_is_asked() {
    assertTrue(store.restore(restored, HEAD + 3));
    restored.readTo(HEAD + 3);
    assertEquals(3 + LiveWindows.OVERLAP, demand.lastSteps("demand"));
    assertEquals(DemandWindow.LENGTH, restored.window(WEB).known(DemandWindow.LENGTH));
    double old = restored.window(WEB).value(HEAD - 9_000).orElseThrow();
    assertEquals(Examples.wave(HEAD - 9_000), old, 1e-4);
  }

  @Test
  void a_window_whose_query_has_changed_is_read_in_full_and_the_others_are_not() {
    Catalogue changed =
        CatalogueFile.parse(
            """
            settle: 30s
            queries:
              - { name: demand, promql: "sum by (namespace, workload) (rate1m[$step])" }
              - { name: demand_api, promql: "another", unit: requests/s }
            workloads:
              - { workload: shop/web, demand: demand }
              - { workload: shop/api, demand: demand_api }
            """,
            "a test");
    LiveWindows windows = new LiveWindows(changed, demand);
    new WindowStore(directory, changed).restore(windows, HEAD);
    assertEquals(0, windows.window(API).known(DemandWindow.LENGTH));
    windows.readTo(HEAD);
    assertEquals(DemandWindow.LENGTH, demand.lastSteps("demand_api"));
    assertEquals(LiveWindows.OVERLAP, demand.lastSteps("demand"));
  }

  @Test
  void a_workload_that_came_since_lets_its_query_be_read_in_full() {
    Catalogue more =
        CatalogueFile.parse(
            """
            settle: 30s
            queries:
              - { name: demand, promql: "sum by (namespace, workload) (rate1m[$step])" }
            workloads:
              - { workload: shop/web, demand: demand }
              - { workload: shop/new, demand: demand }
            """,
            "a test");
    InMemoryDemand wider =
        new InMemoryDemand(more).answer("demand", (workload, step) -> Examples.wave(step));
    LiveWindows windows = new LiveWindows(more, wider);
    new WindowStore(directory, more).restore(windows, HEAD);
    assertEquals(DemandWindow.LENGTH, windows.window(WEB).known(DemandWindow.LENGTH));
    windows.readTo(HEAD);
    assertEquals(DemandWindow.LENGTH, wider.lastSteps("demand"));
  }

  @Test
  void a_window_of_the_future_is_not_believed() {
    store.restore(restored, HEAD - 1);
    assertEquals(OptionalDouble.empty(), restored.window(WEB).value(HEAD));
    restored.readTo(HEAD - 1);
    assertEquals(DemandWindow.LENGTH, restored.window(WEB).known(DemandWindow.LENGTH));
  }

  @Test
  void another_step_means_other_windows() {
    Catalogue faster =
        CatalogueFile.parse(
            """
            timescale: { step: 12s }
            queries: [ { name: demand, promql: d } ]
            workloads: [ { workload: shop/web, demand: demand } ]
            """,
            "a test");
    LiveWindows windows = new LiveWindows(faster, demand);
    assertFalse(new WindowStore(directory, faster).restore(windows, 5 * HEAD));
  }
}
