package io.tidewatch.local.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The busiest day of the workload that costs most, as a picture: demand above, pods below. */
public final class PngReport {
  private static final int WIDTH = 1_400;
  private static final int HEIGHT = 820;
  private static final int HEADER = 84;
  private static final int CAPTION = 36;
  private static final int LOGS = 240;
  private static final Color OURS = new Color(0x0b7a8a);
  private static final Color HPA = new Color(0xd9620b);
  private static final Color OPTIMUM = new Color(0x8a94a0);
  private static final Color DEMAND = new Color(0x3d5a80);
  private static final Color INK = new Color(0x17202a);
  private static final double HEADROOM = 1.25;

  private final Report report;

  public PngReport(Report report) {
    this.report = report;
  }

  /** Writes the picture; without curves there is nothing to draw and no file. */
  public void write(Path file) {
    Optional<Curve> curve = report.curves().stream().max(Comparator.comparingLong(PngReport::cost));
    if (curve.isEmpty()) {
      return;
    }
    try {
      ImageIO.write(draw(busiestDay(curve.get())), "png", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private static long cost(Curve curve) {
    return curve.replicas().values().stream()
        .mapToLong(pods -> IntStream.of(pods).asLongStream().sum())
        .max()
        .orElse(0);
  }

  /** The day with the most changes of demand is the one that an autoscaler is there for. */
  private static Curve busiestDay(Curve curve) {
    int day = Math.min(86_400 / curve.stepSeconds(), curve.demand().length);
    int hour = Math.max(1, day / 24);
    int best = 0;
    double most = -1;
    for (int from = 0; from + day <= curve.demand().length; from += hour) {
      double moved = 0;
      for (int i = from + hour; i < from + day; i += hour) {
        moved += Math.abs(curve.demand()[i] - curve.demand()[i - hour]);
      }
      if (moved > most) {
        most = moved;
        best = from;
      }
    }
    return curve.part(best, best + day);
  }

  private BufferedImage draw(Curve day) {
    BufferedImage image = new BufferedImage(WIDTH, height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, WIDTH, height());
    g.setColor(INK);
    g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 24));
    g.drawString(day.trace() + ": demand and pods on a day that training never saw", 28, 40);
    g.setColor(Charts.SOFT);
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15));
    g.drawString(totals(), 28, 66);
    report.logStory().ifPresent(story -> g.drawString(story.sentence(), 28, HEIGHT + 24));
    report
        .logStory()
        .ifPresent(story -> paint(g, LogPicture.chart(story, WIDTH, LOGS), HEIGHT + CAPTION, LOGS));
    int upper = (HEIGHT - HEADER) * 2 / 5;
    paint(g, demand(day, upper), HEADER, upper);
    int lower = HEIGHT - HEADER - upper;
    paint(g, pods(day, lower), HEADER + upper, lower);
    g.dispose();
    return image;
  }

  private int height() {
    return report.logStory().isPresent() ? HEIGHT + CAPTION + LOGS : HEIGHT;
  }

  private static void paint(Graphics2D g, XYChart chart, int top, int height) {
    Graphics2D area = (Graphics2D) g.create(0, top, WIDTH, height);
    chart.paint(area, WIDTH, height);
    area.dispose();
  }

  private String totals() {
    StringBuilder text = new StringBuilder("held-out days in all:  ");
    for (String policy : List.of("tidewatch", report.scoreboard().reference(), Scoreboard.ORACLE)) {
      report
          .scoreboard()
          .line(policy)
          .ifPresent(
              line ->
                  text.append(name(policy))
                      .append(' ')
                      .append(Numbers.short3(line.podHours()))
                      .append(" pod-hours / ")
                      .append(Numbers.fixed(line.violationMinutes(), 1))
                      .append(" violation min     "));
    }
    return text.toString();
  }

  private static String name(String policy) {
    return policy.equals(Scoreboard.ORACLE) ? "optimum" : Policies.name(policy);
  }

  private static XYChart demand(Curve day, int height) {
    XYChart chart = chart(height, day.unit());
    XYSeries series = chart.addSeries("demand", times(day), values(day.demand()));
    style(series, DEMAND, 2f);
    return Charts.withHeadroom(chart, HEADROOM, 0);
  }

  private static XYChart pods(Curve day, int height) {
    XYChart chart = chart(height, "pods");
    chart.setXAxisTitle("time (UTC)");
    Map<String, Color> colours =
        Map.of(Scoreboard.ORACLE, OPTIMUM, Scoreboard.USUAL_HPA, HPA, "tidewatch", OURS);
    for (String policy : List.of(Scoreboard.USUAL_HPA, Scoreboard.ORACLE, "tidewatch")) {
      if (day.replicas().containsKey(policy)) {
        List<Integer> pods = IntStream.of(day.replicas().get(policy)).boxed().toList();
        XYSeries series = chart.addSeries(name(policy), times(day), pods);
        style(series, colours.get(policy), policy.equals("tidewatch") ? 2.6f : 1.8f);
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Step);
      }
    }
    return Charts.withHeadroom(chart, HEADROOM, 0);
  }

  private static XYChart chart(int height, String unit) {
    XYChart chart = Charts.empty(WIDTH, height, unit);
    XYStyler styler = chart.getStyler();
    styler.setDatePattern("HH:mm");
    styler.setTimezone(TimeZone.getTimeZone("UTC"));
    return chart;
  }

  private static void style(XYSeries series, Color colour, float width) {
    series.setLineColor(colour).setLineWidth(width).setLineStyle(SeriesLines.SOLID);
    series.setMarker(SeriesMarkers.NONE);
  }

  private static List<Date> times(Curve day) {
    return IntStream.range(0, day.demand().length)
        .mapToObj(i -> Date.from(day.startTime().plusSeconds((long) i * day.stepSeconds())))
        .toList();
  }

  private static List<Double> values(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
