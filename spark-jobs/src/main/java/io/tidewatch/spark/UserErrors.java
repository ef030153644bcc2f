package io.tidewatch.spark;

import io.tidewatch.domain.UserException;
import java.util.Locale;
import java.util.Optional;

/** Finds what the user can mend in what Spark wrapped around it. */
public final class UserErrors {
  private static final int DEEPEST = 30;

  private UserErrors() {}

  /** The first user's error among an exception and its causes. */
  public static Optional<UserException> find(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      if (cause instanceof UserException users) {
        return Optional.of(users);
      }
      Optional<UserException> disk = disk(cause);
      if (disk.isPresent()) {
        return disk;
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }

  // The JDK has no exception of its own for either; these are the operating system's words.
  private static Optional<UserException> disk(Throwable cause) {
    String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    if (message.contains("no space left on device")) {
      return Optional.of(
          new UserException(
              "the disk is full",
              cause.getMessage(),
              "make room and run the same command again; what has landed stays",
              cause));
    }
    if (message.contains("read-only file system")) {
      return Optional.of(
          new UserException(
              "the disk cannot be written",
              cause.getMessage(),
              "mount it writable or name another --store, and run the same command again",
              cause));
    }
    return Optional.empty();
  }
}
