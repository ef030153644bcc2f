package io.tidewatch.spark.gate;

import java.io.Serializable;

/**
 * Sums over the held-out forecasts of one workload at one horizon, so that pooling loses nothing.
 *
 * @param origins how many forecasts
 * @param truth Σy
 * @param absolute Σ|y−ŷ|
 * @param lastValue the same of the last value
 * @param seasonal the same of the seasonal naive
 * @param pinball Σ of the pinball losses of both bounds of the 90 % interval
 * @param covered how many truths lay inside of it
 * @param usualChange mean |y(t)−y(t−1)| before these forecasts
 */
public record Tally(
    int horizon,
    int origins,
    double truth,
    double absolute,
    double lastValue,
    double seasonal,
    double pinball,
    int covered,
    double usualChange)
    implements Serializable {}
