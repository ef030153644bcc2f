package io.tidewatch.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RetryPolicyTest {
  @Property
  void a_pause_is_never_longer_than_its_step_of_the_back_off(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 100) int failed) {
    Duration pause = policy(seed).pause(failed, Optional.empty());
    long most = failed > 6 ? 30_000 : Math.min(30_000, 500L << (failed - 1));
    assertTrue(!pause.isNegative() && pause.toMillis() <= most, pause.toString());
  }

  @Example
  void what_the_server_asks_for_is_waited_but_not_longer_than_bearable() {
    assertEquals(Duration.ofSeconds(7), policy(1).pause(1, Optional.of(Duration.ofSeconds(7))));
    assertEquals(Duration.ofSeconds(30), policy(1).pause(1, Optional.of(Duration.ofHours(1))));
  }

  private static RetryPolicy policy(long seed) {
    return RetryPolicy.standard(new SplittableRandom(seed));
  }
}
