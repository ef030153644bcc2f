package io.tidewatch.spark.features;

import java.util.ArrayDeque;
import java.util.Deque;

/** When everything that a vector was computed from was known. */
final class KnownSince {
  private KnownSince() {}

  /**
   * For each step the newest of the times at which the steps that it looks back on became known.
   *
   * @param knownAt per step the time at which its value became known, 0 if it has none
   * @param lookBack how many steps before its own a step reads
   */
  static long[] newest(long[] knownAt, int lookBack) {
    long[] newest = new long[knownAt.length];
    // Positions whose times fall: what is older and smaller can never be the newest again.
    Deque<Integer> falling = new ArrayDeque<>();
    for (int position = 0; position < knownAt.length; position++) {
      while (!falling.isEmpty() && knownAt[falling.peekLast()] <= knownAt[position]) {
        falling.removeLast();
      }
      falling.addLast(position);
      if (falling.getFirst() < position - lookBack) {
        falling.removeFirst();
      }
      newest[position] = knownAt[falling.getFirst()];
    }
    return newest;
  }
}
