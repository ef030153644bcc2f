package io.tidewatch.spark.train;

import io.tidewatch.domain.Timescale;
import io.tidewatch.evaluate.Split;
import java.io.Serializable;

/**
 * Leaves out most of the older rows before they are read into memory: of those more than three days
 * before the end of the training part a fifth is kept, by a seeded hash of workload and step.
 *
 * <p>The calibration and the test part stay whole, because a choice or a gate on a fifth of the
 * origins would be no cheaper and less sure.
 *
 * @param seed not that of the draw: one hash for both would draw the same rows again, and so undo
 *     the thinning
 */
public record Thinning(long seed, double kept, int wholeSteps) implements Serializable {
  private static final long SALT = 0x7468696EL;

  public Thinning {
    if (!(kept > 0 && kept <= 1) || wholeSteps < 0) {
      throw new IllegalArgumentException("keeps a share of the rows, and no negative time whole");
    }
  }

  /** A fifth of what is older than three days. */
  public static Thinning standard(long seed) {
    return new Thinning(seed ^ SALT, 0.2, 3 * Timescale.STEPS_PER_DAY);
  }

  /** Where rows begin to be kept whole, for a workload whose demand starts at a step. */
  long wholeFrom(long firstStep, int length) {
    Split split = Split.standard(length);
    return firstStep + Math.max(0, Math.min(split.fitEnd(), split.trainEnd() - wholeSteps));
  }

  /** Whether a workload's row counts. */
  boolean keeps(String workload, long step, long wholeFrom) {
    return step >= wholeFrom || SeededDraw.of(seed, workload, step) < kept;
  }
}
