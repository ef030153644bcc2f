package io.tidewatch.demo.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ProfileTest {
  @Property
  void every_profile_stays_between_nothing_and_its_peak(
      @ForAll Profile profile, @ForAll @DoubleRange(min = -5, max = 105) double second) {
    double rate = profile.over(100, 80).at(second);

    assertTrue(rate > 0 && rate <= 80, profile + " at " + second + ": " + rate);
  }

  @Property
  void every_profile_reaches_its_peak(@ForAll Profile profile) {
    Rate rate = profile.over(100, 80);

    assertEquals(80, IntStream.rangeClosed(0, 100).mapToDouble(rate::at).max().orElseThrow(), 1e-9);
  }

  @Test
  void step_climbs_five_equal_stairs() {
    Rate rate = Profile.STEP.over(100, 50);

    double[] stairs = DoubleStream.of(0, 19, 20, 45, 70, 99).map(rate::at).toArray();
    assertEquals("[10.0, 10.0, 20.0, 30.0, 40.0, 50.0]", java.util.Arrays.toString(stairs));
  }
}
