package io.tidewatch.policy.simulate;

import io.tidewatch.policy.RecentCounts;
import java.util.function.IntUnaryOperator;

/** Follows a wish per minute at once upwards, and downwards to the highest of the last syncs. */
final class WindowPolicy implements Policy {
  private final String name;
  private final IntUnaryOperator wish;
  private final int window;
  private RecentCounts wishes = RecentCounts.of();

  /**
   * A policy that asks for {@code wish} pods at each minute.
   *
   * @param window number of syncs, the present one included
   */
  WindowPolicy(String name, int window, IntUnaryOperator wish) {
    this.name = name;
    this.window = window;
    this.wish = wish;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int start(double demand) {
    return wish.applyAsInt(0);
  }

  @Override
  public int decide(StepView view) {
    wishes = wishes.with(wish.applyAsInt(view.forecastMinute()), window);
    return wishes.highest(window);
  }
}
