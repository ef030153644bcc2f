package io.tidewatch.local.live;

import io.tidewatch.processes.ProcessException;
import io.tidewatch.processes.Supervisor;
import java.util.function.Consumer;

/** Ends load, copies and cluster, in this order: at the end, after a failure, and by Ctrl-C. */
final class Ending implements AutoCloseable {
  private final Supervisor children;
  private final Ground ground;
  private final Copies copies;
  private final boolean keep;
  private final Consumer<String> told;
  private final Thread hook = new Thread(this::interrupted, "tidewatch-end-live");
  private boolean armed;
  private boolean ended;

  Ending(Supervisor children, Ground ground, Copies copies, boolean keep, Consumer<String> told) {
    this.children = children;
    this.ground = ground;
    this.copies = copies;
    this.keep = keep;
    this.told = told;
  }

  /** From now on there is something to end. */
  void arm() {
    armed = true;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void interrupted() {
    told.accept("Ending everything.");
    end();
  }

  @Override
  public void close() {
    end();
    try {
      if (armed) {
        Runtime.getRuntime().removeShutdownHook(hook);
      }
    } catch (IllegalStateException shuttingDown) {
      // The hook itself is what runs now.
      return;
    }
  }

  private synchronized void end() {
    if (ended || !armed) {
      return;
    }
    ended = true;
    children.close();
    if (keep) {
      return;
    }
    if (copies.begun() && !ground.endsAsAWhole()) {
      removeCopies();
    }
    ground.end();
  }

  private void removeCopies() {
    try {
      copies.remove();
    } catch (ProcessException noCluster) {
      // Nothing more can be done from here, but the user must know.
      told.accept("The copies were not removed: " + noCluster.getMessage());
    }
  }
}
