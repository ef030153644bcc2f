package io.tidewatch.local.demo;

import io.tidewatch.domain.UserException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a demo is told.
 *
 * @param keep leave everything running afterwards
 * @param json where the results go besides
 * @param days history to generate or to read
 * @param seed of everything random
 * @param seconds of live decisions (wall time)
 * @param environment variables of this process
 */
record DemoOptions(
    boolean keep,
    Optional<Path> json,
    int days,
    long seed,
    int seconds,
    Map<String, String> environment) {
  private static final int FEWEST_DAYS = 4;
  private static final int MOST_DAYS = 90;

  DemoOptions {
    environment = Map.copyOf(environment);
    if (days < FEWEST_DAYS || days > MOST_DAYS) {
      throw new UserException(
          "--days " + days + " is out of range",
          "a forecast is trained, calibrated and tested on " + FEWEST_DAYS + " days at least",
          "choose " + FEWEST_DAYS + " to " + MOST_DAYS + " days; 14 show weekly patterns");
    }
    if (seconds < 0 || seconds > 86_400) {
      throw new UserException(
          "--seconds " + seconds + " is out of range",
          "it is the length of the live part",
          "choose 0 to 86400; 75 show every workload's first decisions");
    }
  }
}
