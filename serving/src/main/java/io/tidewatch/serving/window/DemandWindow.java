package io.tidewatch.serving.window;

import io.tidewatch.feature.DemandView;

/** The newest demand of one workload, just as long as the features look back. */
public final class DemandWindow extends StepWindow {
  /** Steps that a window holds: what a view reads, what bridging reads before it, and now. */
  public static final int LENGTH = DemandView.LOOK_BACK + DemandView.LONGEST_BRIDGE + 1;

  /** An empty window whose newest step is {@code head}. */
  public DemandWindow(long head) {
    super(LENGTH, head);
  }
}
