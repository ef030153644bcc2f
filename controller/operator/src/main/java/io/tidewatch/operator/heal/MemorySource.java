package io.tidewatch.operator.heal;

import io.tidewatch.source.RangeResult;
import io.tidewatch.source.StepRange;

/** Where the memory of all pods comes from, as a share of their limits. */
@FunctionalInterface
interface MemorySource {
  /**
   * All pods' values over these steps.
   *
   * @throws io.tidewatch.domain.UserException when the source does not answer
   */
  RangeResult read(StepRange steps);
}
