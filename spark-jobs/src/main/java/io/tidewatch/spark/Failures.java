package io.tidewatch.spark;

import io.tidewatch.domain.UserException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.function.IntSupplier;

/** Turns what a job threw into a message and an exit code: 2 for the user's, 70 for ours. */
final class Failures {
  static final int USER = 2;
  static final int BUG = 70;

  private Failures() {}

  /** Runs work that returns an exit code, and says on {@code err} why it failed. */
  static int guard(PrintStream err, IntSupplier work) {
    try {
      return work.getAsInt();
    } catch (RuntimeException | Error failure) {
      return code(err, failure);
    }
  }

  private static int code(PrintStream err, Throwable failure) {
    Optional<UserException> users = UserErrors.find(failure);
    if (users.isPresent()) {
      err.println("tidewatch: " + users.get().getMessage());
      return USER;
    }
    err.println("tidewatch: this is a bug of ours, please report it with what follows");
    failure.printStackTrace(err);
    return BUG;
  }
}
