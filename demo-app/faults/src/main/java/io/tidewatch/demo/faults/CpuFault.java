package io.tidewatch.demo.faults;

import java.util.Optional;

/** Threads that compute for nothing. */
final class CpuFault extends BackendFault {
  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public String summary() {
    return "all cores the container may use are burnt; it is throttled if it has a CPU limit";
  }

  @Override
  public Optional<String> intensity() {
    return Optional.of("share of the time, up to 1 (1)");
  }
}
