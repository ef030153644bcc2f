package io.tidewatch.spark.collect;

/**
 * The source {@code spark.readStream().format("loki")}: the lines of a catalogue's logs, step by
 * step, masked, with a row for each entry and for each gap; {@code spark.read()} gives the same of
 * the ranges that the option {@code ranges} names.
 *
 * @see LokiOptions
 * @see LineSchema
 */
public final class LokiSource extends StepSourceProvider {
  public LokiSource() {
    super(SteppedSource.LOKI);
  }
}
