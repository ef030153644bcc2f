package io.tidewatch.local.live;

import io.tidewatch.local.report.Charts;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.XYStyler;

/**
 * How the charts of a picture look, so that they stand under each other minute by minute.
 *
 * @param minutes that each of them shows
 */
record ChartStyle(int width, int minutes) {
  private static final double HEADROOM = 1.28;
  private static final int TICK_SPACE = 110;
  private static final int AXIS_WIDTH = 84;
  private static final int LABELLED = 15;

  /** An empty chart. */
  XYChart chart(int height, String unit) {
    XYChart chart = Charts.empty(width, height, unit);
    axes(chart.getStyler());
    chart.setCustomXAxisTickLabelsFormatter(this::label);
    return chart;
  }

  private void axes(XYStyler styler) {
    styler.setAxisTickLabelsColor(Charts.SOFT);
    styler.setXAxisMin(0.0);
    styler.setXAxisMax((double) minutes);
    styler.setXAxisTickMarkSpacingHint(TICK_SPACE);
    styler.setYAxisTickMarkSpacingHint(TICK_SPACE / 3);
    styler.setYAxisLeftWidthHint(AXIS_WIDTH);
    styler.setYAxisDecimalPattern("0.##");
  }

  /** Room for the legend above the highest value, which it would otherwise cover. */
  static XYChart scaled(XYChart chart, double atLeast) {
    return Charts.withHeadroom(chart, HEADROOM, atLeast);
  }

  /** The library sets more ticks than there is room for their labels. */
  private String label(double minute) {
    int every = minutes > 4 * LABELLED ? LABELLED : 5;
    return minute % every == 0 ? String.valueOf((long) minute) : " ";
  }
}
