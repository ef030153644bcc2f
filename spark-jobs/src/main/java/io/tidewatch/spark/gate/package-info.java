/**
 * Which version decides: evidence is gathered on Spark ({@link io.tidewatch.spark.gate.Judge}), the
 * verdict is pure ({@link io.tidewatch.spark.gate.ForecastGate}), and the alias moves in one place
 * ({@link io.tidewatch.spark.gate.Promotions}).
 *
 * <p>Only forecasts are judged here. A gate of another kind makes a {@link
 * io.tidewatch.spark.gate.GateTable} of its own criteria and hands it to the same promotions.
 */
package io.tidewatch.spark.gate;
