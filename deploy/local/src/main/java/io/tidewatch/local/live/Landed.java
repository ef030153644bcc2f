package io.tidewatch.local.live;

import io.tidewatch.local.report.Numbers;
import java.time.Duration;
import java.util.Optional;

/**
 * What has landed in the feature store while the race ran.
 *
 * @param metrics rows of metrics
 * @param logLines log lines; none where the logs go elsewhere
 * @param behind how far the newest landed rows were behind the clock at the end
 * @param trouble why it did not go on to the end
 */
record Landed(long metrics, long logLines, Optional<Duration> behind, Optional<String> trouble) {
  /** As people read it. */
  String sentence() {
    String rows =
        "%s rows of metrics and %s log lines landed meanwhile"
            .formatted(Numbers.grouped(metrics), Numbers.grouped(logLines));
    return rows
        + behind.map(time -> ", at the end " + time.toSeconds() + " s behind the clock").orElse("");
  }
}
