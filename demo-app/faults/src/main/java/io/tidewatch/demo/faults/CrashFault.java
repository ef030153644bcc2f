package io.tidewatch.demo.faults;

import java.util.Optional;

/** A process that exits soon after each start. */
final class CrashFault extends BackendFault {
  @Override
  public String name() {
    return "crash";
  }

  @Override
  public String summary() {
    return "the process exits soon after each start, again and again (CrashLoopBackOff)";
  }

  @Override
  public Optional<String> intensity() {
    return Optional.of("mean seconds that it lives (3)");
  }

  /** A restart is what it is made of. */
  @Override
  boolean endsWithTheContainer() {
    return false;
  }

  /**
   * A container in back-off takes no orders, and the file that carries the loop over restarts goes
   * only with its pod; the Deployment makes a new one.
   */
  @Override
  boolean endUnreachable(Cluster cluster, String pod) {
    boolean inBackOff =
        cluster
            .findPod(pod)
            .flatMap(PodState::waitingReason)
            .filter("CrashLoopBackOff"::equals)
            .isPresent();
    if (inBackOff) {
      cluster.demand(pod, "delete", "pod", pod, "--wait=false");
    }
    return inBackOff;
  }
}
