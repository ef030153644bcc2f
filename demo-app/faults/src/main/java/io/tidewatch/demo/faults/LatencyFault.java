package io.tidewatch.demo.faults;

import java.util.Optional;

/** Answers that come later and later. */
final class LatencyFault extends BackendFault {
  @Override
  public String name() {
    return "latency";
  }

  @Override
  public String summary() {
    return "answers take longer and longer, up to 8 s more";
  }

  @Override
  public boolean gradual() {
    return true;
  }

  @Override
  public Optional<String> intensity() {
    return Optional.of("milliseconds of delay gained each second (20)");
  }
}
