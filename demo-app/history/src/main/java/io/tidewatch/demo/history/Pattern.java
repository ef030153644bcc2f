package io.tidewatch.demo.history;

/** Extra traffic on top of the course of the day, as a multiple of the workload's base. */
public sealed interface Pattern permits Timetable, Campaigns, Bursts {
  /** The extra at the moment, 0 when there is none. */
  double extra(Moment moment, Noise noise);
}
