/**
 * Which version decides: evidence is gathered on Spark ({@link io.tidewatch.spark.gate.Judge}), the
 * verdict is pure ({@link io.tidewatch.spark.gate.ForecastGate}, {@link
 * io.tidewatch.spark.gate.AnomalyGate}), and the alias moves in one place ({@link
 * io.tidewatch.spark.gate.Promotions}).
 *
 * <p>A gate of a further kind makes a {@link io.tidewatch.spark.gate.GateTable} of its own
 * criteria; {@link io.tidewatch.spark.gate.Contest} and {@link io.tidewatch.spark.gate.Demotion} do
 * the rest.
 */
package io.tidewatch.spark.gate;
