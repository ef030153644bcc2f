package io.tidewatch.local.live;

import java.awt.Color;
import java.awt.Font;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;

/**
 * How the charts of a picture look, so that they stand under each other minute by minute.
 *
 * @param minutes that each of them shows
 */
record ChartStyle(int width, int minutes) {
  static final Color SOFT = new Color(0x5c6773);
  private static final Color GRID = new Color(0xedf0f3);
  private static final double HEADROOM = 1.28;
  private static final int TICK_SPACE = 110;
  private static final int AXIS_WIDTH = 84;
  private static final int LABELLED = 15;

  /** An empty chart. */
  XYChart chart(int height, String unit) {
    XYChart chart = new XYChartBuilder().width(width).height(height).yAxisTitle(unit).build();
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
    chart
        .getStyler()
        .setLegendPosition(Styler.LegendPosition.InsideNW)
        .setLegendLayout(Styler.LegendLayout.Horizontal)
        .setLegendBorderColor(Color.WHITE)
        .setLegendFont(font)
        .setChartBackgroundColor(Color.WHITE)
        .setPlotBackgroundColor(Color.WHITE)
        .setChartFontColor(SOFT);
    chart.getStyler().setPlotGridLinesColor(GRID);
    chart.getStyler().setPlotBorderVisible(false);
    axes(chart.getStyler(), font);
    chart.setCustomXAxisTickLabelsFormatter(this::label);
    return chart;
  }

  private void axes(XYStyler styler, Font font) {
    styler.setAxisTickLabelsFont(font);
    styler.setAxisTitleFont(font);
    styler.setAxisTickLabelsColor(SOFT);
    styler.setXAxisMin(0.0);
    styler.setXAxisMax((double) minutes);
    styler.setYAxisMin(0.0);
    styler.setXAxisTickMarkSpacingHint(TICK_SPACE);
    styler.setYAxisTickMarkSpacingHint(TICK_SPACE / 3);
    styler.setYAxisLeftWidthHint(AXIS_WIDTH);
    styler.setYAxisDecimalPattern("0.##");
  }

  /** Room for the legend above the highest value, which it would otherwise cover. */
  static XYChart scaled(XYChart chart, double atLeast) {
    double most =
        chart.getSeriesMap().values().stream().mapToDouble(XYSeries::getYMax).max().orElse(0);
    chart.getStyler().setYAxisMax(HEADROOM * Math.max(most, atLeast));
    return chart;
  }

  /** The library sets more ticks than there is room for their labels. */
  private String label(double minute) {
    int every = minutes > 4 * LABELLED ? LABELLED : 5;
    return minute % every == 0 ? String.valueOf((long) minute) : " ";
  }
}
