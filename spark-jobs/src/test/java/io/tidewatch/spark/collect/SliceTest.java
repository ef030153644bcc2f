package io.tidewatch.spark.collect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.QuerySpec;
import io.tidewatch.domain.QuerySpec.Absent;
import io.tidewatch.domain.QuerySpec.Level;
import io.tidewatch.source.RangeGap;
import io.tidewatch.source.RangeResult;
import io.tidewatch.source.RangeSeries;
import io.tidewatch.source.StepRange;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SliceTest {
  private static final StepRange STEPS = new StepRange(10, 14);
  private static final Map<String, String> WEB = Map.of("namespace", "shop", "workload", "web");
  private static final Map<String, String> API = Map.of("namespace", "shop", "workload", "api");

  @Test
  void a_series_is_taken_by_its_workload() {
    Slice slice = slice(Level.WORKLOAD, Absent.UNKNOWN, series(WEB, 0, 11, 13));
    assertEquals("shop/web", slice.found().get(0).subject().workload().toString());
    assertArrayEquals(new long[] {11, 13}, slice.found().get(0).steps());
    assertEquals(List.of(), slice.gaps());
  }

  @Test
  void series_without_a_workload_are_named_and_the_others_taken() {
    Slice slice =
        slice(
            Level.WORKLOAD, Absent.UNKNOWN, series(Map.of("job", "x"), 0, 11), series(WEB, 0, 11));
    assertEquals(1, slice.found().size());
    assertEquals("unidentified", slice.gaps().get(0).reason());
    assertTrue(slice.gaps().get(0).detail().contains("{job=x}"), slice.gaps().toString());
  }

  @Test
  void a_pod_query_needs_a_pod_label() {
    assertEquals(
        "unidentified",
        slice(Level.POD, Absent.UNKNOWN, series(WEB, 0, 11)).gaps().get(0).reason());
  }

  @Test
  void two_series_of_one_workload_at_one_step_make_the_whole_slice_unknown() {
    Map<String, String> other = Map.of("namespace", "shop", "workload", "web", "instance", "b");
    Slice slice =
        slice(
            Level.WORKLOAD,
            Absent.ZERO,
            series(WEB, 0, 11, 12),
            series(other, 0, 12),
            series(API, 0, 12));
    assertEquals(List.of(), slice.found());
    assertEquals("ambiguous", slice.gaps().get(0).reason());
    assertEquals(STEPS, slice.gaps().get(0).steps());
  }

  @Test
  void a_series_that_takes_over_from_another_is_the_same_workload() {
    Map<String, String> restarted = Map.of("namespace", "shop", "workload", "web", "instance", "b");
    Slice slice =
        slice(Level.WORKLOAD, Absent.UNKNOWN, series(WEB, 0, 11, 12), series(restarted, 0, 13, 14));
    assertEquals(2, slice.found().size());
    assertEquals(List.of(), slice.gaps());
  }

  @Test
  void zeros_of_the_server_are_values_of_the_catalogues_workloads_and_of_no_others() {
    Slice slice =
        slice(
            Level.WORKLOAD,
            Absent.ZERO,
            series(WEB, 0, 11),
            series(absent("web"), 0, 12, 13),
            series(absent("coredns"), 0, 11, 12, 13));
    assertEquals(2, slice.found().size());
    assertArrayEquals(new long[] {12, 13}, slice.found().get(1).steps());
    assertEquals("shop/web", slice.found().get(1).subject().workload().toString());
    assertEquals(List.of(), slice.gaps());
  }

  private static Map<String, String> absent(String workload) {
    return Map.of("namespace", "shop", "workload", workload, QuerySpec.ABSENT_LABEL, "zero");
  }

  @Test
  void an_empty_answer_is_no_zero() {
    assertEquals(List.of(), slice(Level.WORKLOAD, Absent.ZERO).found());
  }

  @Test
  void a_gap_of_the_client_is_no_zero() {
    RangeGap gap = new RangeGap(new StepRange(12, 14), RangeGap.Reason.TIMEOUT, "slow");
    RangeResult answer = new RangeResult(List.of(series(WEB, 0, 11, 12)), List.of(gap));
    Slice slice = slice(Level.WORKLOAD, Absent.ZERO, answer);
    LongStream steps = slice.found().stream().flatMapToLong(found -> LongStream.of(found.steps()));
    assertTrue(steps.allMatch(step -> step <= 12));
    assertEquals(
        List.of(new Slice.Gap(new StepRange(12, 14), "timeout", "slow", true)), slice.gaps());
  }

  @Test
  void what_is_not_a_number_is_a_closed_gap_and_no_zero() {
    Slice slice = slice(Level.WORKLOAD, Absent.ZERO, series(WEB, 0, 11, 12), series(API, 1, 11));
    assertEquals("not_a_number", slice.gaps().get(0).reason());
    assertEquals(false, slice.gaps().get(0).open());
    assertEquals(2, slice.found().size());
  }

  @Test
  void a_pod_that_is_absent_is_gone_and_not_zero() {
    Map<String, String> pod = Map.of("namespace", "shop", "workload", "web", "pod", "web-1");
    assertEquals(1, slice(Level.POD, Absent.ZERO, series(pod, 0, 11)).found().size());
  }

  private static Slice slice(Level level, Absent absent, RangeSeries... series) {
    return slice(level, absent, new RangeResult(List.of(series), List.of()));
  }

  private static Slice slice(Level level, Absent absent, RangeResult answer) {
    QuerySpec query = TestingCatalogue.query("demand", level, absent);
    return Slice.of(query, TestingCatalogue.shop(), answer, STEPS);
  }

  private static RangeSeries series(Map<String, String> labels, int dropped, long... steps) {
    double[] values = LongStream.of(steps).mapToDouble(step -> step).toArray();
    return new RangeSeries(labels, steps, values, dropped);
  }
}
