package io.tidewatch.serving.window;

import static io.tidewatch.serving.Examples.API;
import static io.tidewatch.serving.Examples.HEAD;
import static io.tidewatch.serving.Examples.NOW;
import static io.tidewatch.serving.Examples.WEB;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.QuerySpec;
import io.tidewatch.domain.Series;
import io.tidewatch.domain.UserException;
import io.tidewatch.feature.FeatureSet;
import io.tidewatch.feature.HealthFeatures;
import io.tidewatch.feature.PodView;
import io.tidewatch.feature.PodViews;
import io.tidewatch.serving.Examples;
import io.tidewatch.serving.InMemoryPods;
import io.tidewatch.serving.TestingClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PodWindowsTest {
  private static final FeatureSet<PodView> FEATURES = HealthFeatures.set();

  private final TestingClock clock = new TestingClock(NOW);
  private final InMemoryPods source = new InMemoryPods();
  private final PodWindows windows = new PodWindows(Examples.shop(), source, clock);

  @Test
  void the_features_are_those_of_training_on_the_same_values_double_for_double() {
    Map<String, Map<String, Series>> training = new HashMap<>();
    for (int pod = 0; pod < 3; pod++) {
      double[] values = walk(pod);
      // Half a day and now, as training would have it.
      training.put("web-" + pod, Map.of("cpu_usage", Series.of(HEAD - 720, values)));
      source.answer("cpu_usage", WEB, "web-" + pod, step -> values[(int) (step - HEAD + 720)]);
    }
    PodViews expected = new PodViews(training);
    PodWindows.Now now = windows.now(WEB);
    assertEquals(3, now.views().size());
    for (String pod : expected.pods()) {
      assertArrayEquals(
          FEATURES.vector(expected.at(pod, 720).orElseThrow()),
          FEATURES.vector(now.views().get(pod)));
    }
  }

  @Test
  void the_next_step_reads_only_what_is_new_and_the_same_step_nothing() {
    source.answer("cpu_usage", WEB, "web-1", 0.5);
    windows.now(WEB);
    windows.now(WEB);
    assertEquals(List.of("cpu_usage 721"), source.asked());
    clock.advance(Examples.STEP);
    assertEquals(Set.of("web-1"), windows.now(WEB).views().keySet());
    assertEquals(List.of("cpu_usage 721", "cpu_usage 11"), source.asked());
  }

  @Test
  void a_pod_that_died_is_not_judged_and_is_forgotten_after_half_a_day() {
    source.answer("cpu_usage", WEB, "web-1", step -> step <= HEAD ? 0.5 : Double.NaN);
    assertEquals(1, windows.now(WEB).views().size());
    clock.advance(Examples.STEP.multipliedBy(20));
    assertEquals(0, windows.now(WEB).views().size());
    assertEquals(1, windows.now(WEB).seen());
    clock.advance(Duration.ofHours(13));
    assertEquals(0, windows.now(WEB).seen());
  }

  @Test
  void a_pod_that_has_just_come_is_not_judged_yet() {
    source.answer("cpu_usage", WEB, "web-1", step -> step > HEAD - 5 ? 0.5 : Double.NaN);
    assertTrue(windows.now(WEB).views().isEmpty());
  }

  @Test
  void no_more_pods_are_remembered_than_fit_and_who_was_asked_about_last_is() {
    for (int pod = 0; pod < 300; pod++) {
      source.answer("cpu_usage", WEB, "web-" + pod, 0.5);
      source.answer("cpu_usage", API, "api-" + pod, 0.5);
    }
    windows.now(WEB);
    windows.now(API);
    windows.now(API);
    windows.now(WEB);
    assertEquals(
        List.of("cpu_usage 721", "cpu_usage 721", "cpu_usage 721"),
        source.asked(),
        "the second time only what was dropped is read");
  }

  @Test
  void a_source_that_is_down_is_said_and_asked_again() {
    source.answer("cpu_usage", WEB, "web-1", 0.5);
    source.down(true);
    assertThrows(UserException.class, () -> windows.now(WEB));
    source.down(false);
    assertEquals(1, windows.now(WEB).views().size());
  }

  @Test
  void only_the_series_of_the_workload_are_asked_of_prometheus() {
    QuerySpec cpu = Examples.shop().query("cpu_usage");
    assertEquals(
        """
        (cpu
        ) and on (namespace, workload) label_replace(label_replace(vector(1), "namespace", "shop", \
        "", ""), "workload", "web", "", "")""",
        PrometheusPodSource.only(cpu, WEB, Examples.STEP));
  }

  private static double[] walk(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[721];
    double level = 1;
    for (int i = 0; i < values.length; i++) {
      level = Math.max(0.1, level + 0.1 * (random.nextDouble() - 0.5));
      // A window keeps floats.
      values[i] = random.nextInt(20) == 0 && i < 720 ? Double.NaN : (float) level;
    }
    return values;
  }
}
