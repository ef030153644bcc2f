package io.tidewatch.spark.train;

import java.io.Serializable;

/**
 * The two models of one training.
 *
 * @param calibrating has not seen the calibration parts: its errors there are honest
 * @param served has seen fit and calibration parts
 * @param examples how many examples the latter learnt from
 */
public record ForecastModels(ForecastModel calibrating, ForecastModel served, long examples)
    implements Serializable {}
