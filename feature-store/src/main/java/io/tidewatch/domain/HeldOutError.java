package io.tidewatch.domain;

/**
 * How well a forecast did on data after its training, beside the two baselines.
 *
 * @param horizon steps ahead
 * @param wape Σ|y−ŷ| ÷ Σy in percent
 * @param lastValueWape the same of the last value
 * @param seasonalNaiveWape the same of the value one day before the target
 * @param coverage90 share (0..1) of truths inside the 90 % interval
 * @param width90 mean width of the interval in percent of the mean demand
 * @param origins number of forecasts that were scored
 */
public record HeldOutError(
    int horizon,
    double wape,
    double lastValueWape,
    double seasonalNaiveWape,
    double coverage90,
    double width90,
    int origins) {
  /** Whether the forecast was closer than both baselines. */
  public boolean beatsBaselines() {
    return wape < lastValueWape && wape < seasonalNaiveWape;
  }
}
