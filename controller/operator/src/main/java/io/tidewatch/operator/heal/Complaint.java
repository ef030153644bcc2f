package io.tidewatch.operator.heal;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs a lasting trouble when it begins and when it is over, not at every step. */
final class Complaint {
  private static final Logger LOG = LoggerFactory.getLogger(Healer.class);

  private final Map<String, String> current = new HashMap<>();

  void about(String what, Optional<String> trouble) {
    if (trouble.isEmpty() && current.remove(what) != null) {
      LOG.info("{}: well again", what);
    }
    trouble
        .filter(text -> current.put(what, text) == null)
        .ifPresent(text -> LOG.warn("{}: unknown: {}", what, text));
  }
}
