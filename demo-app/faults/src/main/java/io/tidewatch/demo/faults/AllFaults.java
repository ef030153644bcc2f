package io.tidewatch.demo.faults;

import java.util.List;

/** Every fault there is, in the order in which they are listed. */
final class AllFaults {
  static final List<Fault> LIST =
      List.of(
          new LeakFault(),
          new CpuFault(),
          new LatencyFault(),
          new ErrorsFault(),
          new CrashFault(),
          new DeployFault(),
          new SpikeFault(),
          new DrainFault());

  private AllFaults() {}
}
