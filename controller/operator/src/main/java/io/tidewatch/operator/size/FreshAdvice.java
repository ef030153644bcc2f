package io.tidewatch.operator.size;

import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.policy.size.RightSize;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What serving advises now, if it was learned from a past that has not long ended. */
record FreshAdvice(SizeSource source, Timescale timescale) {
  /** How old, in nominal time, what was learned may be. */
  private static final Duration TRUE_FOR = Duration.ofHours(48);

  /**
   * An answer.
   *
   * @param code why there is none; stable
   */
  record Answer(Optional<RightSize> size, String code, String text) {
    private static Answer missing(String code, String text) {
      return new Answer(Optional.empty(), code, text);
    }
  }

  Answer about(WorkloadId workload, Instant now) {
    SizeSource.Said said = source.about(workload);
    if (said.size().isEmpty()) {
      return Answer.missing("NoSize", said.trouble().orElse(""));
    }
    if (isOld(said, now)) {
      String until = said.seenUntil().map(Instant::toString).orElse("it is not told when");
      return Answer.missing("StaleSize", "sizes were learned from a past until: " + until);
    }
    return new Answer(said.size(), "", "");
  }

  // What was enough in another month may be too little now.
  private boolean isOld(SizeSource.Said said, Instant now) {
    Instant oldest = now.minus(timescale.wallDuration(TRUE_FOR));
    return said.seenUntil().filter(until -> !until.isBefore(oldest)).isEmpty();
  }
}
