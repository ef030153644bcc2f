package io.tidewatch.spark.evaluate;

import java.io.Serializable;

/**
 * How one method did on one workload at one horizon, on data after its training.
 *
 * @param horizon steps ahead
 * @param mae mean absolute error, in demand units
 * @param wape 100·Σ|y−ŷ| ÷ Σy
 * @param mase mae ÷ mean absolute change from step to step before the test
 * @param pinball90 mean pinball loss of the 90 % quantile, in demand units
 * @param coverage90 share (0..1) of truths inside the 90 % interval
 * @param width90 mean width of that interval in percent of the mean demand
 * @param absoluteSum Σ|y−ŷ|, to pool over workloads
 * @param truthSum Σy, to pool over workloads
 */
public record ForecastCell(
    String workload,
    int horizon,
    String method,
    double mae,
    double wape,
    double mase,
    double pinball90,
    double coverage90,
    double width90,
    int origins,
    double absoluteSum,
    double truthSum)
    implements Serializable {}
