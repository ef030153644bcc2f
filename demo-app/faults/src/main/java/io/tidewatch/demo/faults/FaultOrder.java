package io.tidewatch.demo.faults;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * A fault that somebody asked for.
 *
 * @param id names this one in the truth
 * @param intensity in the fault's own unit; empty is its default
 */
record FaultOrder(
    String id, String target, Duration duration, long seed, OptionalDouble intensity) {}
