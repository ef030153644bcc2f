package io.tidewatch.demo.history.logs;

import io.tidewatch.demo.history.Noise;
import java.util.List;

/** The chance of one voice in one minute; the same throws in every process. */
final class Dice {
  private static final long THROWS_A_MINUTE = 1_000;

  private final Noise noise;
  private long next;

  Dice(Noise noise, long minute) {
    this.noise = noise;
    this.next = minute * THROWS_A_MINUTE;
  }

  boolean happens(double probability) {
    return noise.uniform(next++) < probability;
  }

  int below(int bound) {
    return noise.below(bound, next++);
  }

  int between(int least, int most) {
    return least + below(most - least + 1);
  }

  <T> T oneOf(List<T> all) {
    return all.get(below(all.size()));
  }
}
