package io.tidewatch.local.report;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The same incident as {@link LogCard} shows, for the picture. */
final class LogPicture {
  private static final Color WARNINGS = new Color(0xd9620b);
  private static final Color ERRORS = new Color(0xc0392b);
  private static final Color FAILED = new Color(0x3d5a80);
  private static final double HEADROOM = 1.35;

  private LogPicture() {}

  static XYChart chart(LogStory story, int width, int height) {
    XYChart chart = Charts.empty(width, height, "log lines/min");
    chart.setYAxisGroupTitle(1, "failed req/s");
    chart.getStyler().setDatePattern("HH:mm").setTimezone(TimeZone.getTimeZone("UTC"));
    List<Date> times =
        IntStream.range(0, story.minutes())
            .mapToObj(i -> Date.from(story.from().plusSeconds(60L * i)))
            .toList();
    style(chart.addSeries("warnings", times, values(story.warnings())), WARNINGS, 0, true);
    style(chart.addSeries("errors", times, values(story.errors())), ERRORS, 0, true);
    List<Double> failed = DoubleStream.of(story.failed()).boxed().toList();
    style(chart.addSeries("failed requests", times, failed), FAILED, 1, false);
    double most = Math.max(LogStory.most(story.warnings()), LogStory.most(story.errors()));
    chart.getStyler().setYAxisMax(0, HEADROOM * most);
    chart.getStyler().setYAxisMin(1, 0.0);
    double mostFailed = DoubleStream.of(story.failed()).max().orElse(0);
    chart.getStyler().setYAxisMax(1, HEADROOM * Math.max(1e-3, mostFailed));
    chart.getStyler().setYAxisGroupPosition(1, Styler.YAxisPosition.Right);
    return chart;
  }

  private static void style(XYSeries series, Color colour, int axis, boolean steps) {
    series.setLineColor(colour).setLineWidth(2f);
    series.setMarker(SeriesMarkers.NONE);
    series.setYAxisGroup(axis);
    if (steps) {
      series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Step);
    }
  }

  private static List<Integer> values(int[] values) {
    List<Integer> list = new ArrayList<>();
    IntStream.of(values).forEach(list::add);
    return list;
  }
}
