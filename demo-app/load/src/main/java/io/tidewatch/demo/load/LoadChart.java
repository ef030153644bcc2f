package io.tidewatch.demo.load;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A column for each target: requests offered and served, latency, failures by kind. */
final class LoadChart {
  private static final int WIDTH = 900;
  private static final int HEADER = 60;
  private static final int PANEL = 280;
  private static final double HEADROOM = 1.25;
  private static final Color INK = new Color(0x17202a);
  private static final Color SOFT = new Color(0x5c6773);
  private static final Color GRID = new Color(0xedf0f3);
  private static final Color BLUE = new Color(0x3d5a80);
  private static final Color TEAL = new Color(0x0b7a8a);
  private static final Color ORANGE = new Color(0xd9620b);
  private static final List<Color> FAILURES =
      List.of(
          ORANGE,
          new Color(0x8a94a0),
          new Color(0x7b2d8b),
          new Color(0x1b998b),
          new Color(0xc1121f),
          INK);

  private final double stepSeconds;

  private LoadChart(double stepSeconds) {
    this.stepSeconds = stepSeconds;
  }

  static void write(Results results, Path file) throws IOException {
    System.setProperty("java.awt.headless", "true");
    LoadChart chart = new LoadChart(results.grid().seconds());
    ImageIO.write(chart.draw(results), "png", file.toFile());
  }

  private BufferedImage draw(Results results) {
    int width = WIDTH * results.targets().size();
    int height = HEADER + 3 * PANEL;
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, height);
    int left = 0;
    for (Results.OfTarget target : results.targets()) {
      column(g, left, target, results.plan().rate().description());
      left += WIDTH;
    }
    g.dispose();
    return image;
  }

  private void column(Graphics2D g, int left, Results.OfTarget of, String rate) {
    g.setColor(INK);
    g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 20));
    g.drawString(of.target().name() + ": " + rate, left + 20, 28);
    g.setColor(SOFT);
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
    Counts total = of.total();
    g.drawString(
        total.offered()
            + " offered, "
            + total.of(Kind.OK)
            + " ok, "
            + total.failed()
            + " failed, "
            + total.shed()
            + " shed",
        left + 20,
        50);
    paint(g, left, HEADER, rates(of.steps()));
    paint(g, left, HEADER + PANEL, latencies(of.steps()));
    paint(g, left, HEADER + 2 * PANEL, failures(of.steps()));
  }

  private static void paint(Graphics2D g, int left, int top, XYChart chart) {
    Graphics2D area = (Graphics2D) g.create(left, top, WIDTH, PANEL);
    chart.paint(area, WIDTH, PANEL);
    area.dispose();
  }

  private XYChart rates(List<StepRow> rows) {
    XYChart chart = chart("requests/s");
    add(chart, "offered", rows, BLUE, row -> row.counts().offered() / stepSeconds);
    add(chart, "ok", rows, TEAL, row -> row.counts().of(Kind.OK) / stepSeconds);
    return withHeadroom(chart);
  }

  private XYChart latencies(List<StepRow> rows) {
    XYChart chart = chart("latency, ms");
    List<StepRow> known = rows.stream().filter(row -> row.counts().latency().isPresent()).toList();
    add(chart, "p50", known, TEAL, row -> latency(row).p50());
    add(chart, "p95", known, BLUE, row -> latency(row).p95());
    add(chart, "p99", known, ORANGE, row -> latency(row).p99());
    return withHeadroom(chart);
  }

  private static Latency latency(StepRow row) {
    return row.counts().latency().orElseThrow();
  }

  private XYChart failures(List<StepRow> rows) {
    XYChart chart = chart("failures a step");
    chart.setXAxisTitle("seconds");
    List<Kind> kinds = Stream.of(Kind.values()).filter(kind -> kind != Kind.OK).toList();
    for (int i = 0; i < kinds.size(); i++) {
      Kind kind = kinds.get(i);
      add(chart, kind.key(), rows, FAILURES.get(i), row -> row.counts().of(kind));
    }
    return withHeadroom(chart);
  }

  private void add(
      XYChart chart, String name, List<StepRow> rows, Color colour, ToDoubleFunction<StepRow> of) {
    if (rows.isEmpty()) {
      return;
    }
    double[] seconds = rows.stream().mapToDouble(row -> row.step() * stepSeconds).toArray();
    XYSeries series = chart.addSeries(name, seconds, rows.stream().mapToDouble(of).toArray());
    series.setLineColor(colour).setLineWidth(2f).setLineStyle(SeriesLines.SOLID);
    series.setMarker(rows.size() == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
  }

  /** Room for the legend above the highest value, which it would otherwise cover. */
  private static XYChart withHeadroom(XYChart chart) {
    double most =
        chart.getSeriesMap().values().stream().mapToDouble(XYSeries::getYMax).max().orElse(0);
    chart.getStyler().setYAxisMax(HEADROOM * Math.max(1, most));
    return chart;
  }

  private static XYChart chart(String unit) {
    XYChart chart = new XYChartBuilder().width(WIDTH).height(PANEL).yAxisTitle(unit).build();
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
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
    chart.getStyler().setAxisTickLabelsFont(font);
    chart.getStyler().setAxisTitleFont(font);
    chart.getStyler().setYAxisMin(0.0);
    return chart;
  }
}
