package io.tidewatch.demo.faults;

import io.tidewatch.demo.faults.TruthEntry.Ending;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Stays with a fault until it ends: by itself, at its time, cleared elsewhere, or by Ctrl-C. */
record Foreground(
    Surroundings surroundings, TruthFile truth, PrintWriter out, BooleanSupplier stopped) {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** Writes down how it ended, unless whoever ended it has. */
  void stayWith(TruthEntry entry, ActiveFault active) {
    try {
      Optional<String> how = await(entry, active);
      if (how.isPresent()) {
        write(entry, active, how.get());
        return;
      }
      active.end();
      out.printf("%s was cleared%n", entry.fault());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      active.end();
      write(entry, active, "interrupted");
    }
  }

  /** How it ended; empty if the truth says that somebody cleared it. */
  private Optional<String> await(TruthEntry entry, ActiveFault active) throws InterruptedException {
    while (true) {
      if (stopped.getAsBoolean()) {
        active.end();
        return Optional.of("interrupted");
      }
      if (!surroundings.clock().instant().isBefore(entry.until())) {
        active.timeOver();
        return Optional.of("time over");
      }
      if (truth.isEnded(entry.id())) {
        return Optional.empty();
      }
      Optional<String> outcome = outcome(active);
      if (outcome.isPresent()) {
        active.end();
        return outcome;
      }
      surroundings.pause().pause(LOOK_EVERY);
    }
  }

  /** A cluster that does not answer for a while ends nothing. */
  private static Optional<String> outcome(ActiveFault active) {
    try {
      return active.outcome();
    } catch (UserError away) {
      return Optional.empty();
    }
  }

  private void write(TruthEntry entry, ActiveFault active, String how) {
    Ending ending = new Ending(surroundings.now(), how, active.observed());
    truth.append(entry.ended(ending).toJson());
    out.printf(
        "%s ended after %d s: %s%s%n",
        entry.fault(),
        Duration.between(entry.startedAt(), ending.at()).toSeconds(),
        how,
        ending.observed().isEmpty() ? "" : " " + ending.observed());
  }
}
