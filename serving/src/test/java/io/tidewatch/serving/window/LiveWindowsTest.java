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
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class LiveWindowsTest {
  private final Catalogue catalogue = Examples.shop();
  private final InMemoryDemand demand = Examples.steady(catalogue);
  private final LiveWindows windows = new LiveWindows(catalogue, demand);

  @Test
  void the_whole_window_of_every_workload_is_read_with_one_call_per_query() {
    windows.readTo(HEAD);
    assertEquals(2, demand.calls());
    assertEquals(DemandWindow.LENGTH, windows.window(WEB).known(DemandWindow.LENGTH));
    assertEquals(DemandWindow.LENGTH, windows.window(API).known(DemandWindow.LENGTH));
  }

  @Test
  void a_query_that_fails_leaves_its_own_workloads_unknown_and_is_read_in_full_later() {
    windows.readTo(HEAD);
    demand.down("demand");
    windows.readTo(HEAD + 1);
    windows.readTo(HEAD + 30);
    assertTrue(windows.failing());
    assertTrue(windows.failure(catalogue.workloads().get(0)).orElseThrow().contains("refused"));
    assertEquals(Optional.empty(), windows.failure(catalogue.workloads().get(1)));
    assertTrue(windows.window(WEB).value(HEAD + 1).isEmpty());
    assertEquals(OptionalDouble.of(50), windows.window(API).value(HEAD + 30));
    demand.up("demand");
    windows.readTo(HEAD + 30);
    assertFalse(windows.failing());
    assertEquals(DemandWindow.LENGTH, windows.window(WEB).known(DemandWindow.LENGTH));
  }

  @Test
  void an_incomplete_answer_is_used_and_asked_again() {
    demand.answer(
        "demand", (workload, step) -> step < HEAD - 100 ? Double.NaN : Examples.wave(step));
    demand.incomplete("demand", "a slice timed out");
    windows.readTo(HEAD);
    assertEquals(101, windows.window(WEB).known(DemandWindow.LENGTH));
    assertTrue(windows.failing());
    demand.answer("demand", (workload, step) -> Examples.wave(step));
    demand.up("demand");
    windows.readTo(HEAD);
    assertEquals(DemandWindow.LENGTH, windows.window(WEB).known(DemandWindow.LENGTH));
  }

  @Test
  void a_sample_that_comes_a_few_steps_late_is_still_taken() {
    demand.answer("demand", (workload, step) -> step >= HEAD - 3 ? Double.NaN : 1);
    windows.readTo(HEAD);
    assertTrue(windows.window(WEB).value(HEAD).isEmpty());
    demand.answer("demand", (workload, step) -> 1);
    windows.readTo(HEAD + 1);
    assertEquals(OptionalDouble.of(1), windows.window(WEB).value(HEAD - 3));
  }

  @Test
  void ready_pods_are_the_newest_count_of_the_last_steps_and_else_unknown() {
    ReadyReplicas ready = new ReadyReplicas(catalogue, demand);
    assertEquals(10, ready.at(HEAD).get(WEB));
    assertFalse(ready.at(HEAD).containsKey(API));
    demand.answer("ready", (workload, step) -> step <= HEAD - 5 ? 7 : Double.NaN);
    assertFalse(ready.at(HEAD).containsKey(WEB));
    demand.down("ready");
    assertTrue(ready.at(HEAD).isEmpty());
  }
}
