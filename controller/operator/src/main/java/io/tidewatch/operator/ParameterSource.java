package io.tidewatch.operator;

import java.util.Map;

/** Who knows the learned parameters of all workloads. */
interface ParameterSource {
  Said all() throws Unusable;

  /**
   * One answer.
   *
   * @param byWorkload by {@code ns/name}
   * @param missing why a workload is not among them
   */
  record Said(Map<String, LearnedParameters> byWorkload, String missing) {
    public Said {
      byWorkload = Map.copyOf(byWorkload);
    }
  }

  /** There is no answer, or none that can be used. */
  final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String why) {
      super(why);
    }
  }
}
