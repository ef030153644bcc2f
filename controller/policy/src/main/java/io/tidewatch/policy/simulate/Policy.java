package io.tidewatch.policy.simulate;

/** Something that decides a count of pods every 15 s; remembers, so one instance per replay. */
public interface Policy {
  /** Its name in reports. */
  String name();

  /** Pods that are ready when the replay begins at {@code demand}. */
  int start(double demand);

  /** Pods wanted at a step. */
  int decide(StepView view);
}
