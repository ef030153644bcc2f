package io.tidewatch.demo.backend;

import com.fasterxml.jackson.databind.ObjectMapper;

/** The one mapper; a class of its own, so that a start, which needs none, does not pay for it. */
public final class Json {
  /** Thread-safe and never reconfigured. */
  public static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}
}
