package io.tidewatch.spark.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidewatch.spark.features.StoredDemand.Demand;
import io.tidewatch.spark.features.StoredDemand.Sample;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class StoredDemandTest {
  @Example
  void of_several_rows_of_one_step_the_newest_known_counts() {
    Demand demand =
        StoredDemand.onGrid(List.of(sample(5, 1.0, 100), sample(5, 2.0, 300), sample(7, 3.0, 90)));
    assertEquals(5, demand.firstStep());
    assertArrayEquals(new double[] {2.0, Double.NaN, 3.0}, demand.values());
    assertArrayEquals(new long[] {300, 0, 90}, demand.knownAt());
  }

  @Property(tries = 200)
  void the_order_of_reading_never_decides(@ForAll("samples") List<Sample> samples) {
    Demand one = StoredDemand.onGrid(samples);
    List<Sample> backwards = new java.util.ArrayList<>(samples);
    Collections.reverse(backwards);
    Demand other = StoredDemand.onGrid(backwards);
    assertArrayEquals(one.values(), other.values());
    assertArrayEquals(one.knownAt(), other.knownAt());
  }

  @Provide
  Arbitrary<List<Sample>> samples() {
    Arbitrary<Long> step = Arbitraries.longs().between(0, 5);
    Arbitrary<Double> value = Arbitraries.doubles().between(0, 9).ofScale(0);
    Arbitrary<Long> knownAt = Arbitraries.longs().between(1, 4);
    return Combinators.combine(step, value, knownAt)
        .as(StoredDemandTest::sample)
        .list()
        .ofMinSize(1)
        .ofMaxSize(20);
  }

  private static Sample sample(long step, double value, long knownAt) {
    return new Sample("demand", step, value, knownAt);
  }
}
