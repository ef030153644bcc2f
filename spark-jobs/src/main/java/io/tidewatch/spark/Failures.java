package io.tidewatch.spark;

import io.tidewatch.domain.UserException;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns what a job threw into a message and an exit code: 2 for the user's, 70 for ours. */
final class Failures implements IExecutionExceptionHandler {
  static final int USER = 2;
  static final int BUG = 70;

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine commandLine, ParseResult parsed) {
    Optional<UserException> users = UserErrors.find(failure);
    if (users.isPresent()) {
      System.err.println("tidewatch: " + users.get().getMessage());
      return USER;
    }
    System.err.println("tidewatch: this is a bug of ours, please report it with what follows");
    failure.printStackTrace();
    return BUG;
  }
}
