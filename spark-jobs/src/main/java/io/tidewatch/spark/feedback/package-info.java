/**
 * What became of decisions: the lines of controllers that have landed among the logs become rows
 * ({@link io.tidewatch.spark.feedback.DecisionRow}), the forecasts in them are compared with the
 * truth ({@link io.tidewatch.spark.feedback.ForecastTally}), and the decisions with the user's HPA.
 */
package io.tidewatch.spark.feedback;
