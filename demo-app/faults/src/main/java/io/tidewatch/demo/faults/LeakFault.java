package io.tidewatch.demo.faults;

import java.util.Optional;

/** Memory that is taken and never given back. */
final class LeakFault extends BackendFault {
  @Override
  public String name() {
    return "leak";
  }

  @Override
  public String summary() {
    return "memory grows until the kernel ends the container (OOMKilled)";
  }

  @Override
  public boolean gradual() {
    return true;
  }

  @Override
  public Optional<String> intensity() {
    return Optional.of("MiB a second (2)");
  }
}
