package io.tidewatch.spark.gate;

import java.util.Optional;

/**
 * One line of a gate's table.
 *
 * @param champion the champion's value, if there is one to compare with
 * @param limit what the challenger's value was held against, for a person to read
 * @param why what the criterion is for, or what was wrong
 */
public record Criterion(
    String name,
    Optional<Double> champion,
    double challenger,
    String limit,
    boolean passed,
    String why) {}
