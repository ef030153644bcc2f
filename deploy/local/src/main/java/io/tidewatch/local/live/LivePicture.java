package io.tidewatch.local.live;

import io.tidewatch.local.report.Charts;
import io.tidewatch.local.report.Numbers;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The race as a picture: demand, pods, p95 and failed requests of every side. */
final class LivePicture {
  private static final int WIDTH = 1_400;
  private static final int HEADER = 92;
  private static final List<Integer> HEIGHTS = List.of(220, 280, 250, 230);
  private static final Color DEMAND = new Color(0x3d5a80);
  private static final Color OURS = new Color(0x0b7a8a);
  private static final Color BAD = new Color(0xc0392b);
  private static final Color FLOOR = new Color(0xb8860b);
  private static final Color INK = new Color(0x17202a);
  private static final List<Color> SIDES = List.of(new Color(0xf2a566), new Color(0x23508e));
  private static final BasicStroke SOLID = new BasicStroke(1.8f);

  /**
   * The first side is drawn broad, so that it shows on both edges of the second where they agree.
   */
  private static final BasicStroke BROAD = new BasicStroke(5f);

  private static final BasicStroke THIN =
      new BasicStroke(
          1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1f, new float[] {2, 3}, 0);

  private static final BasicStroke DASHED =
      new BasicStroke(
          1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1f, new float[] {7, 5}, 0);

  private final LiveReport report;
  private final ChartStyle style;

  LivePicture(LiveReport report) {
    this.report = report;
    this.style = new ChartStyle(WIDTH, report.plan().steps());
  }

  void write(Path file) {
    try {
      ImageIO.write(draw(), "png", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private BufferedImage draw() {
    int height = HEADER + HEIGHTS.stream().mapToInt(Integer::intValue).sum();
    BufferedImage image = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, WIDTH, height);
    head(g);
    List<XYChart> charts = List.of(demand(), pods(), latency(), failed());
    int top = HEADER;
    for (int i = 0; i < charts.size(); i++) {
      Graphics2D area = (Graphics2D) g.create(0, top, WIDTH, HEIGHTS.get(i));
      charts.get(i).paint(area, WIDTH, HEIGHTS.get(i));
      area.dispose();
      top += HEIGHTS.get(i);
    }
    g.dispose();
    return image;
  }

  private void head(Graphics2D g) {
    g.setColor(INK);
    g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 24));
    g.drawString(report.title(), 28, 40);
    g.setColor(Charts.SOFT);
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15));
    String sides = report.sides().stream().map(this::total).collect(Collectors.joining("     "));
    g.drawString(sides, 28, 66);
    String band =
        report
            .band()
            .map(
                noise ->
                    "noise band: %s violation min, %s pod-hours, %s"
                        .formatted(
                            Numbers.short3(noise.violationMinutes()),
                            Numbers.fixed(noise.podHours(), 2),
                            noise.origin()))
            .orElse("");
    g.drawString(band, 28, 87);
  }

  private String total(SideResult side) {
    return "%s: %d violation min, %s pod-hours, %s of %s requests failed"
        .formatted(
            side.side().label(),
            side.violationMinutes(),
            Numbers.fixed(side.podHours(), 2),
            Numbers.grouped(side.failed()),
            Numbers.grouped(side.requests()));
  }

  private XYChart demand() {
    XYChart chart = style.chart(HEIGHTS.get(0), "requests/s");
    double[] demand = report.demandBySteps();
    line(chart, "demand", minutes(demand.length, 1), demand, DEMAND, SOLID);
    return ChartStyle.scaled(chart, 1);
  }

  private XYChart pods() {
    XYChart chart = style.chart(HEIGHTS.get(1), "pods");
    int count = report.quarters().size();
    for (int i = 0; i < report.sides().size(); i++) {
      SideResult side = report.sides().get(i);
      double[] pods = report.quarters().stream().mapToDouble(side.replicas()::at).toArray();
      XYSeries series =
          line(chart, side.side().label(), minutes(count, 4), pods, colour(i), stroke(i));
      series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Step);
    }
    for (int i = 0; i < report.sides().size(); i++) {
      SideResult side = report.sides().get(i);
      double[] ready = report.quarters().stream().mapToDouble(side.ready()::at).toArray();
      String label = "ready (" + side.side().name() + ")";
      XYSeries series = line(chart, label, minutes(count, 4), ready, colour(i), DASHED);
      series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Step);
    }
    report.ours().ifPresent(ours -> floor(chart, ours));
    optimum(chart);
    return ChartStyle.scaled(chart, 3);
  }

  private void floor(XYChart chart, Ours ours) {
    double[] floor = report.quarters().stream().mapToDouble(ours.floor()::at).toArray();
    XYSeries series = line(chart, "floor of B", minutes(floor.length, 4), floor, FLOOR, SOLID);
    series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Step);
  }

  private void optimum(XYChart chart) {
    report.simulated().stream()
        .filter(simulation -> simulation.policy().equals("oracle"))
        .forEach(
            oracle -> {
              double[] pods = Arrays.stream(oracle.pods()).asDoubleStream().toArray();
              double[] at = minutes(pods.length, 4);
              XYSeries series = line(chart, "optimum, simulated", at, pods, Charts.SOFT, THIN);
              series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Step);
            });
  }

  private XYChart latency() {
    XYChart chart = style.chart(HEIGHTS.get(2), "p95, seconds");
    sides(chart, step -> step.p95Millis().orElse(Double.NaN) / 1e3);
    int count = report.plan().steps();
    double[] slo = IntStream.range(0, count).mapToDouble(i -> LivePlan.SLO_MILLIS / 1e3).toArray();
    line(chart, "SLO", minutes(count, 1), slo, BAD, DASHED);
    return ChartStyle.scaled(chart, LivePlan.SLO_MILLIS / 1e3);
  }

  private XYChart failed() {
    XYChart chart = style.chart(HEIGHTS.get(3), "failed requests");
    chart.setXAxisTitle("nominal minutes");
    sides(chart, Step::failed);
    chart
        .getSeriesMap()
        .values()
        .forEach(s -> s.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Step));
    return ChartStyle.scaled(chart, 1);
  }

  private void sides(XYChart chart, ToDoubleFunction<Step> value) {
    for (int i = 0; i < report.sides().size(); i++) {
      SideResult side = report.sides().get(i);
      double[] values = side.steps().stream().mapToDouble(value).toArray();
      line(chart, side.side().label(), minutes(values.length, 1), values, colour(i), stroke(i));
    }
  }

  private static BasicStroke stroke(int side) {
    return side == 0 ? BROAD : SOLID;
  }

  private Color colour(int side) {
    return report.sides().get(side).side().ours() ? OURS : SIDES.get(side % SIDES.size());
  }

  private static XYSeries line(
      XYChart chart, String name, double[] x, double[] y, Color colour, BasicStroke stroke) {
    XYSeries series = chart.addSeries(name, x, y);
    series.setLineColor(colour).setLineStyle(stroke).setLineWidth(stroke.getLineWidth());
    series.setMarker(SeriesMarkers.NONE);
    return series;
  }

  private static double[] minutes(int count, int perMinute) {
    return IntStream.range(0, count).mapToDouble(i -> (double) i / perMinute).toArray();
  }
}
