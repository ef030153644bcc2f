package io.tidewatch.demo.load;

/**
 * One step of one target, complete: every request that was due in it has ended.
 *
 * @param target its name
 * @param step counted from 0
 * @param startEpochMillis when the step began on the wall clock
 * @param counts what became of the requests that were due in it
 */
public record StepRow(String target, int step, long startEpochMillis, Counts counts) {}
