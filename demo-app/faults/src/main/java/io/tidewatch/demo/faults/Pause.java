package io.tidewatch.demo.faults;

import java.time.Duration;

/** Lets time pass. */
@FunctionalInterface
interface Pause {
  void pause(Duration duration) throws InterruptedException;
}
