package io.tidewatch.spark.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.spark.feedback.LostNumbers.Numbered;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LostNumbersTest {
  @Test
  void a_hole_is_named_with_the_times_around_it() {
    List<LostNumbers> lost = between(List.of(at("tide", 3, 100), at("tide", 7, 500)));
    assertEquals(List.of(new LostNumbers("tide", 4, 6, 100, 500)), lost);
    assertEquals(3, lost.get(0).count());
    assertEquals("the numbers 4 to 6 of the controller tide", lost.get(0).text());
  }

  @Test
  void two_controllers_count_for_themselves() {
    assertEquals(List.of(), between(List.of(at("ebb", 1, 1), at("ebb", 2, 2), at("flow", 9, 1))));
  }

  @Test
  void a_number_that_came_twice_is_no_hole() {
    assertEquals(List.of(), between(List.of(at("tide", 1, 1), at("tide", 2, 2), at("tide", 2, 9))));
  }

  @Test
  void what_was_before_the_first_that_was_read_is_not_known_to_be_missing() {
    assertEquals(List.of(), between(List.of(at("tide", 17, 1))));
    assertEquals(List.of(), between(List.of()));
  }

  @Property(tries = 500)
  void what_was_read_and_what_is_lost_are_all_numbers_from_the_first_to_the_last(
      @ForAll @Size(min = 1, max = 40) Set<@IntRange(min = 1, max = 60) Integer> read) {
    TreeSet<Integer> numbers = new TreeSet<>(read);
    List<LostNumbers> lost =
        between(numbers.stream().map(number -> at("tide", number, 10L * number)).toList());
    TreeSet<Long> all = new TreeSet<>();
    read.forEach(number -> all.add((long) number));
    for (LostNumbers hole : lost) {
      LongStream.rangeClosed(hole.first(), hole.last())
          .forEach(number -> assertTrue(all.add(number), "read, or lost twice: " + number));
    }
    assertEquals(
        LongStream.rangeClosed(numbers.first(), numbers.last()).boxed().toList(),
        new ArrayList<>(all));
  }

  @Property(tries = 200)
  void what_a_gap_says_reads_back(
      @ForAll @IntRange(min = 1) int first, @ForAll @IntRange(max = 1_000) int more) {
    LostNumbers lost = new LostNumbers("tide", first, (long) first + more, 0, 0);
    assertEquals(Optional.of(lost), LostNumbers.parse(lost.text()));
  }

  @Test
  void another_text_names_no_numbers() {
    assertEquals(Optional.empty(), LostNumbers.parse("the server said: 503"));
  }

  private static Numbered at(String controller, long sequence, long millis) {
    return new Numbered(controller, sequence, millis);
  }

  private static List<LostNumbers> between(List<Numbered> decisions) {
    return LostNumbers.between(decisions.iterator());
  }
}
