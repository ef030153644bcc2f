package io.tidewatch.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class VirtualPodsTest {
  private static final Duration START_UP = Duration.ofSeconds(45);

  @Test
  void new_pods_serve_after_the_start_up_time_and_are_paid_at_once() {
    VirtualPods grown = VirtualPods.ready(3).scaledTo(5, Samples.T0, START_UP);
    assertEquals(5, grown.all());
    assertEquals(3, grown.at(Samples.T0.plusSeconds(44)).ready());
    assertEquals(5, grown.at(Samples.T0.plusSeconds(45)).ready());
  }

  @Test
  void the_youngest_starting_pods_go_first() {
    VirtualPods grown =
        VirtualPods.ready(3)
            .scaledTo(5, Samples.T0, START_UP)
            .scaledTo(8, Samples.T0.plusSeconds(15), START_UP);
    VirtualPods shrunk = grown.scaledTo(4, Samples.T0.plusSeconds(30), START_UP);
    assertEquals(3, shrunk.ready());
    assertEquals(4, shrunk.at(Samples.T0.plusSeconds(45)).ready());
  }

  @Test
  void serving_pods_go_when_no_starting_ones_are_left() {
    VirtualPods shrunk =
        VirtualPods.ready(3)
            .scaledTo(5, Samples.T0, START_UP)
            .scaledTo(2, Samples.T0.plusSeconds(15), START_UP);
    assertEquals(VirtualPods.ready(2), shrunk);
  }

  @Test
  void pods_that_are_seen_to_serve_early_are_not_counted_twice_and_lost_ones_not_at_all() {
    VirtualPods grown = VirtualPods.ready(3).scaledTo(8, Samples.T0, START_UP);
    assertEquals(8, grown.seen(5).all());
    assertEquals(5, grown.seen(5).ready());
    assertEquals(7, grown.seen(2).all());
    assertEquals(VirtualPods.ready(12), grown.seen(12));
  }

  @Property(tries = 200)
  void every_wish_is_met_and_in_the_end_all_serve(
      @ForAll @Size(max = 20) List<@IntRange(min = 1, max = 50) Integer> wishes) {
    VirtualPods pods = VirtualPods.ready(4);
    var now = Samples.T0;
    int last = 4;
    for (int wish : wishes) {
      now = now.plusSeconds(15);
      pods = pods.at(now).scaledTo(wish, now, START_UP);
      assertEquals(wish, pods.all());
      last = wish;
    }
    assertEquals(VirtualPods.ready(last), pods.at(now.plus(START_UP)));
  }
}
