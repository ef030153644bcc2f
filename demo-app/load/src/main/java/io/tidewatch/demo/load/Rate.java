package io.tidewatch.demo.load;

/** How many requests per second are meant to arrive at each moment of the run. */
public interface Rate {
  /** Requests per second at so many seconds after the start. */
  double at(double seconds);

  /** Requests per second that are never exceeded. */
  double peak();

  /** What it is, for a reader of the results. */
  String description();
}
