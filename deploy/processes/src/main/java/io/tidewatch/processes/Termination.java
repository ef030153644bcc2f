package io.tidewatch.processes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends processes with all their descendants: TERM to the parents, TERM to what is left, KILL. */
final class Termination {

  private static final Duration LEFT_OVERS = Duration.ofSeconds(2);

  private Termination() {}

  /** Returns when none of the processes and their descendants runs any more. */
  static void end(Collection<ProcessHandle> parents, Duration grace) {
    // The family is noted first: a child of a dead parent can no longer be found through it.
    List<ProcessHandle> family = new ArrayList<>(parents);
    parents.forEach(parent -> parent.descendants().forEach(family::add));
    parents.forEach(ProcessHandle::destroy);
    if (endsWithin(parents, grace) && endsWithin(family, Duration.ZERO)) {
      return;
    }
    family.forEach(ProcessHandle::destroy);
    if (endsWithin(family, LEFT_OVERS)) {
      return;
    }
    family.forEach(ProcessHandle::destroyForcibly);
    endsWithin(family, LEFT_OVERS);
  }

  private static boolean endsWithin(Collection<ProcessHandle> processes, Duration time) {
    CompletableFuture<?>[] ends =
        processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(ends).get(time.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return processes.stream().noneMatch(ProcessHandle::isAlive);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
