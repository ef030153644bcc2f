package io.tidewatch.operator;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;

/** Logs a lasting trouble when it begins and when it is over, not every 15 seconds. */
final class Complaints {
  private final Logger log;
  private final Map<String, String> current = new ConcurrentHashMap<>();

  Complaints(Logger log) {
    this.log = log;
  }

  void trouble(String about, String text) {
    if (current.put(about, text) == null) {
      log.warn("{}: {}", about, text);
    }
  }

  void well(String about) {
    if (current.remove(about) != null) {
      log.info("{}: well again", about);
    }
  }
}
