package io.tidewatch.policy.simulate;

/** Asks for the counts that were recorded, one per step of 15 s. */
record RecordedPolicy(String name, int start, int[] wishes) implements Policy {
  @Override
  public int start(double demand) {
    return start;
  }

  @Override
  public int decide(StepView view) {
    return wishes[view.step()];
  }
}
