package io.tidewatch.evaluate;

/** What a row of alarms is worth to a person, as formulas over (label, alarm) pairs in time. */
public enum AlarmMetric {
  /** The share of labelled segments with at least one alarm. */
  EVENT_RECALL {
    @Override
    public double of(boolean[] label, boolean[] alarm, double days) {
      Runs events = Runs.of(label, alarm);
      return (double) events.touched / events.count;
    }
  },
  /** Runs of alarms that touch no label, per day. */
  FALSE_ALARMS_PER_DAY {
    @Override
    public double of(boolean[] label, boolean[] alarm, double days) {
      Runs alarms = Runs.of(alarm, label);
      return (alarms.count - alarms.touched) / days;
    }
  };

  /**
   * The metric of a stretch of time.
   *
   * @param days how long it is
   */
  public abstract double of(boolean[] label, boolean[] alarm, double days);

  /** Runs of consecutive true points, and how many of them another row touches. */
  private record Runs(int count, int touched) {
    static Runs of(boolean[] points, boolean[] other) {
      int count = 0;
      int touched = 0;
      boolean isTouched = false;
      for (int i = 0; i < points.length; i++) {
        boolean begins = points[i] && (i == 0 || !points[i - 1]);
        count += begins ? 1 : 0;
        isTouched = points[i] && (other[i] || !begins && isTouched);
        boolean ends = points[i] && (i + 1 == points.length || !points[i + 1]);
        touched += ends && isTouched ? 1 : 0;
      }
      return new Runs(count, touched);
    }
  }
}
