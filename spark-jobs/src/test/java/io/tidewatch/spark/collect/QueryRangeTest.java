package io.tidewatch.spark.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidewatch.source.StepRange;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class QueryRangeTest {
  @Property(tries = 300)
  void merging_and_taking_away_is_what_it_is_on_sets_of_steps(
      @ForAll("ranges") List<QueryRange> some, @ForAll("ranges") List<QueryRange> others) {
    assertEquals(steps(some), steps(QueryRange.merged(some)));
    assertEquals(
        steps(QueryRange.merged(some)).size(),
        QueryRange.merged(some).stream().mapToLong(range -> range.steps().length()).sum());
    List<QueryRange> left = some.stream().flatMap(range -> range.without(others).stream()).toList();
    Set<String> expected = steps(some);
    expected.removeAll(steps(others));
    assertEquals(expected, steps(left));
  }

  @Property(tries = 100)
  void ranges_come_back_from_their_text(@ForAll("ranges") List<QueryRange> ranges) {
    if (!ranges.isEmpty()) {
      assertEquals(ranges, QueryRange.parse(QueryRange.text(ranges)));
    }
  }

  @Example
  void what_is_no_range_is_refused() {
    assertThrows(IllegalArgumentException.class, () -> QueryRange.parse("demand:5"));
    assertThrows(IllegalArgumentException.class, () -> QueryRange.parse("demand:5-4"));
    assertThrows(IllegalArgumentException.class, () -> QueryRange.parse(""));
  }

  @Provide
  Arbitrary<List<QueryRange>> ranges() {
    Arbitrary<Integer> after = Arbitraries.integers().between(0, 40);
    Arbitrary<Integer> length = Arbitraries.integers().between(0, 12);
    return Combinators.combine(Arbitraries.of("demand", "memory"), after, length)
        .as((name, from, many) -> new QueryRange(name, new StepRange(from, from + many)))
        .list()
        .ofMaxSize(8);
  }

  private static Set<String> steps(List<QueryRange> ranges) {
    return ranges.stream()
        .flatMap(
            range ->
                LongStream.rangeClosed(range.steps().first(), range.steps().until())
                    .mapToObj(step -> range.query() + step))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
