package io.tidewatch.demo.faults;

import java.util.Optional;

/** Requests that are answered 500. */
final class ErrorsFault extends BackendFault {
  @Override
  public String name() {
    return "errors";
  }

  @Override
  public String summary() {
    return "a share of the requests is answered 500";
  }

  @Override
  public Optional<String> intensity() {
    return Optional.of("that share, up to 1 (0.5)");
  }
}
