package io.tidewatch.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidewatch.domain.PeakDistribution;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class NewsvendorTest {
  @Test
  void a_certain_peak_is_worth_exactly_its_pods() {
    assertEquals(5, Newsvendor.pods(TestingPeaks.certain(50, 5), 10, 100));
    assertEquals(6, Newsvendor.pods(TestingPeaks.certain(50.1, 5), 10, 100));
  }

  @Test
  void a_free_violation_is_worth_no_pod() {
    assertEquals(0, Newsvendor.pods(TestingPeaks.certain(50, 5), 10, 0));
  }

  @Test
  void a_dearer_violation_never_buys_fewer_pods() {
    PeakDistribution peak = TestingPeaks.between(40, 140, 5);
    int[] bought =
        IntStream.of(1, 5, 20, 50, 100, 1000)
            .map(penalty -> Newsvendor.pods(peak, 10, penalty))
            .toArray();

    for (int i = 1; i < bought.length; i++) {
      assertEquals(Math.max(bought[i - 1], bought[i]), bought[i]);
    }
    assertEquals(14, bought[bought.length - 1], "all but certain safety");
  }

  @Property(tries = 200)
  void no_other_count_is_cheaper(
      @ForAll @DoubleRange(min = 0, max = 500) double low,
      @ForAll @DoubleRange(min = 0, max = 500) double width,
      @ForAll @DoubleRange(min = 1, max = 50) double capacity,
      @ForAll @DoubleRange(min = 0, max = 500) double penalty) {
    PeakDistribution peak = TestingPeaks.between(low, low + width, 5);
    int chosen = Newsvendor.pods(peak, capacity, penalty);

    double cheapest =
        IntStream.rangeClosed(0, 1001)
            .mapToDouble(pods -> cost(peak, capacity, penalty, pods))
            .min()
            .orElseThrow();
    assertEquals(cheapest, cost(peak, capacity, penalty, chosen), 1e-9);
  }

  private static double cost(PeakDistribution peak, double capacity, double penalty, int pods) {
    return pods + penalty * peak.probabilityAbove(pods * capacity);
  }
}
