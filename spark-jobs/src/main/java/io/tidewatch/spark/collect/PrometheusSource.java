package io.tidewatch.spark.collect;

/**
 * The source {@code spark.readStream().format("prometheus")}: what the queries of a catalogue have
 * measured, step by step, with a row for each series and day of a slice and for each gap; {@code
 * spark.read()} gives the same of the ranges that the option {@code ranges} names.
 *
 * @see PrometheusOptions
 * @see SliceSchema
 */
public final class PrometheusSource extends StepSourceProvider {
  public PrometheusSource() {
    super(SteppedSource.PROMETHEUS);
  }
}
