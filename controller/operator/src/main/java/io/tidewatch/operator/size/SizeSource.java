package io.tidewatch.operator.size;

import io.tidewatch.domain.WorkloadId;
import io.tidewatch.policy.size.RightSize;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Who says what pods should ask for. */
interface SizeSource {
  /**
   * What was said.
   *
   * @param size of the whole pod
   * @param seenUntil the end of the history that it was learned from, as far as that is told
   * @param trouble why nothing is known
   */
  record Said(Optional<RightSize> size, Optional<Instant> seenUntil, Optional<String> trouble) {
    public Said {
      Objects.requireNonNull(size, "size");
      Objects.requireNonNull(seenUntil, "seenUntil");
      Objects.requireNonNull(trouble, "trouble");
    }

    static Said nothing(String why) {
      return new Said(Optional.empty(), Optional.empty(), Optional.of(why));
    }
  }

  Said about(WorkloadId workload);
}
