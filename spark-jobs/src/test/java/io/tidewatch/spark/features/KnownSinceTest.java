package io.tidewatch.spark.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class KnownSinceTest {
  @Property(tries = 300)
  void it_is_the_highest_of_what_a_step_looks_back_on(
      @ForAll @Size(max = 40) long[] knownAt, @ForAll @IntRange(max = 12) int lookBack) {
    long[] expected = new long[knownAt.length];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = Arrays.stream(knownAt, Math.max(0, i - lookBack), i + 1).max().orElseThrow();
    }
    assertArrayEquals(expected, KnownSince.newest(knownAt, lookBack));
  }

  @Example
  void a_repair_counts_for_every_step_that_reads_it_and_for_no_other() {
    long[] knownAt = {10, 99, 30, 40, 50, 60};
    assertArrayEquals(new long[] {10, 99, 99, 99, 50, 60}, KnownSince.newest(knownAt, 2));
  }
}
