package io.tidewatch.local.report;

import java.awt.Color;
import java.awt.Font;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;

/** How every chart of a picture looks. */
public final class Charts {
  /** The colour of what is not the point. */
  public static final Color SOFT = new Color(0x5c6773);

  private static final Color GRID = new Color(0xedf0f3);

  private Charts() {}

  /** An empty chart on white, its legend inside, from zero up. */
  public static XYChart empty(int width, int height, String unit) {
    XYChart chart = new XYChartBuilder().width(width).height(height).yAxisTitle(unit).build();
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
    XYStyler styler = chart.getStyler();
    styler
        .setLegendPosition(Styler.LegendPosition.InsideNW)
        .setLegendLayout(Styler.LegendLayout.Horizontal)
        .setLegendBorderColor(Color.WHITE)
        .setLegendFont(font)
        .setChartBackgroundColor(Color.WHITE)
        .setPlotBackgroundColor(Color.WHITE)
        .setChartFontColor(SOFT);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotBorderVisible(false);
    styler.setAxisTickLabelsFont(font);
    styler.setAxisTitleFont(font);
    styler.setYAxisMin(0.0);
    return chart;
  }

  /** Room for the legend above the highest value, which it would otherwise cover. */
  public static XYChart withHeadroom(XYChart chart, double headroom, double atLeast) {
    double most =
        chart.getSeriesMap().values().stream().mapToDouble(XYSeries::getYMax).max().orElse(0);
    if (Math.max(most, atLeast) > 0) {
      chart.getStyler().setYAxisMax(headroom * Math.max(most, atLeast));
    }
    return chart;
  }
}
