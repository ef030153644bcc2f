package io.tidewatch.demo.faults;

import java.util.Optional;

/**
 * Something that can be made to happen to the demo app; a new one is a class and a line in {@link
 * AllFaults}.
 */
interface Fault {
  /** The word on the command line. */
  String name();

  /** What it does, in a line. */
  String summary();

  /** Whether a healthy system must take no notice of it. */
  boolean benign();

  /** Whether it grows, so that it can be seen before it hurts. */
  default boolean gradual() {
    return false;
  }

  TargetKind target();

  /** The target when none is named. */
  default Optional<String> defaultTarget(Cluster cluster) {
    return Optional.empty();
  }

  /** What {@code --intensity} means here, with its default; empty if it means nothing. */
  default Optional<String> intensity() {
    return Optional.empty();
  }

  /** Whether it goes on and ends by itself when the tool leaves. */
  default boolean outlivesTheTool() {
    return true;
  }

  /** Lets it begin; refuses, with nothing changed, what cannot be. */
  ActiveFault begin(FaultOrder order, Cluster cluster);
}
