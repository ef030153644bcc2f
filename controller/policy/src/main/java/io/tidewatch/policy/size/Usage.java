package io.tidewatch.policy.size;

import io.tidewatch.domain.Series;
import java.util.Objects;

/**
 * What one container of one pod was seen to use; a series without a known step is what nobody
 * measures.
 *
 * @param cpu cores
 * @param memory working set in bytes
 * @param memoryRequest bytes it asked for
 * @param oomKills counter of kills for lack of memory
 */
public record Usage(Series cpu, Series memory, Series memoryRequest, Series oomKills) {
  public Usage {
    Objects.requireNonNull(cpu, "cpu");
    Objects.requireNonNull(memory, "memory");
    Objects.requireNonNull(memoryRequest, "memoryRequest");
    Objects.requireNonNull(oomKills, "oomKills");
  }

  /** Nothing but CPU and memory. */
  public static Usage of(Series cpu, Series memory) {
    return new Usage(cpu, memory, Series.of(0), Series.of(0));
  }
}
