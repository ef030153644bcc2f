package io.tidewatch.spark.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class GrownTreesTest {
  @Property
  void a_threshold_between_two_floats_still_parts_them(@ForAll float one, @ForAll float other) {
    float low = Math.min(one, other);
    float high = Math.max(one, other);
    double middle = ((double) low + high) / 2;
    float threshold = GrownTrees.downToFloat(middle);
    assertEquals(low <= middle, low <= threshold);
    assertEquals(high <= middle, high <= threshold);
  }

  @Property
  void rounding_goes_down_to_the_nearest_float_and_no_further(@ForAll float near) {
    double above = near + Math.ulp(near) * 0.9;
    float rounded = GrownTrees.downToFloat(above);
    assertTrue(rounded <= above && Math.nextUp(rounded) > above, near + " gave " + rounded);
  }
}
