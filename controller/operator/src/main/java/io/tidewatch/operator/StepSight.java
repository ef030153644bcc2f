package io.tidewatch.operator;

import java.util.OptionalDouble;

/**
 * What one workload learns once a step.
 *
 * @param step the newest step whose samples have settled
 * @param settled demand at that step
 * @param yesterday demand one nominal day before it
 */
record StepSight(
    long step,
    Reading settled,
    Reading yesterday,
    ForecastAnswer answer,
    OptionalDouble usualDemand) {}
