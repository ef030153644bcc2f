package io.tidewatch.demo.load;

/**
 * When a request is meant to be sent.
 *
 * @param nanos on the run's {@link Pace}
 * @param step of the run
 * @param epochMillis on the wall clock
 */
record Due(long nanos, int step, long epochMillis) {}
