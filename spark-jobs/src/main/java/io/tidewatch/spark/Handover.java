package io.tidewatch.spark;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What one verb leaves for the verbs after it on the same line, so that nothing is done twice. */
public final class Handover {
  private final Map<Class<?>, Object> left = new HashMap<>();

  /** Leaves a value for whoever asks for its type. */
  public <T> void leave(Class<T> type, T value) {
    left.put(type, type.cast(value));
  }

  /** What an earlier verb has left of that type. */
  public <T> Optional<T> find(Class<T> type) {
    return Optional.ofNullable(left.get(type)).map(type::cast);
  }
}
