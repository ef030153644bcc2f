package io.tidewatch.local.benchlive;

import java.util.List;
import java.util.Optional;

/**
 * One run of one scenario.
 *
 * @param number counted from 1
 * @param size backend pods that were started, replaced, removed or moved
 * @param seconds from the command until the last pod was where it should be
 * @param pods those that started meanwhile
 * @param load what became of the requests, if there were any
 * @param busy load average of the machine at the end: above its cores, others slowed this run
 */
record Run(
    Scenario scenario,
    int number,
    int size,
    double seconds,
    List<PodReady> pods,
    Optional<LoadOutcome> load,
    double busy) {
  Run {
    pods = List.copyOf(pods);
  }

  long lost() {
    return load.map(LoadOutcome::lostInAll).orElse(0L);
  }
}
