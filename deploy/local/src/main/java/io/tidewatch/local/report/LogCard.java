package io.tidewatch.local.report;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** One incident in the logs and in a metric: bars of lines, a curve of failed requests. */
final class LogCard {
  private static final double WIDTH = 1_120;
  private static final double HEIGHT = 250;
  private static final double LEFT = 54;
  private static final double RIGHT = 66;
  private static final double TOP = 26;
  private static final double BOTTOM = 34;
  private static final int TICK_MINUTES = 15;
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final LogStory story;
  private final double mostLines;
  private final double mostFailed;
  private final StringBuilder svg = new StringBuilder();

  LogCard(LogStory story) {
    this.story = story;
    int[] both = new int[story.minutes()];
    for (int i = 0; i < both.length; i++) {
      both[i] = story.warnings()[i] + story.errors()[i];
    }
    this.mostLines = LogStory.most(both);
    this.mostFailed = Math.max(1e-3, DoubleStream.of(story.failed()).max().orElse(1));
  }

  void addTo(Html html) {
    html.raw("<h2>What the logs knew first</h2>");
    html.add("<p class=\"soft\">{}", story.sentence());
    html.raw("Bars are lines a minute that landed in the log server, the curve failed requests a");
    html.raw("second from Prometheus; the tinted time is the incident as it was planted. Nothing");
    html.raw("that learns or decides has read where that is.</p>");
    html.raw("<div class=\"card\">" + svg() + legend() + "</div>");
  }

  private String svg() {
    svg.append(
        format(
            "<svg viewBox=\"0 0 %.0f %.0f\" width=\"100%%\" role=\"img\" aria-label=\"warnings and"
                + " errors in the logs, and failed requests\">%n",
            WIDTH, HEIGHT));
    incident();
    axes();
    for (int i = 0; i < story.minutes(); i++) {
      bar(i, 0, story.warnings()[i], "--hpa");
      bar(i, story.warnings()[i], story.errors()[i], "--bad");
    }
    curve();
    return svg.append("</svg>").toString();
  }

  private void incident() {
    int until = Math.min(story.endMinute(), story.minutes());
    svg.append(
        format(
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"var(--tint)\"/>%n",
            x(story.startMinute()), TOP, x(until) - x(story.startMinute()), HEIGHT - TOP - BOTTOM));
    text("start", x(story.startMinute()) + 4, TOP - 8, story.kind() + " begins");
    story
        .lead()
        .ifPresent(
            lead -> text("end", x(story.startMinute() - lead) - 4, TOP - 8, "first warnings"));
  }

  private void axes() {
    double bottom = HEIGHT - BOTTOM;
    for (int minute = 0; minute <= story.minutes(); minute += TICK_MINUTES) {
      line("grid", x(minute), TOP, x(minute), bottom);
      text("middle", x(minute), bottom + 18, CLOCK.format(story.from().plusSeconds(60L * minute)));
    }
    line("axis", LEFT, bottom, WIDTH - RIGHT, bottom);
    text("end", LEFT - 8, TOP + 4, format("%.0f", mostLines));
    text("end", LEFT - 8, bottom + 4, "0");
    text("start", WIDTH - RIGHT + 8, TOP + 4, format("%.3g/s", mostFailed));
  }

  private void bar(int minute, int below, int lines, String colour) {
    if (lines == 0) {
      return;
    }
    svg.append(
        format(
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"var(%s)\"/>%n",
            x(minute) + 0.5,
            y((below + lines) / mostLines),
            x(minute + 1) - x(minute) - 1,
            y(below / mostLines) - y((below + lines) / mostLines),
            colour));
  }

  private void curve() {
    svg.append("<polyline fill=\"none\" stroke=\"var(--demand)\" stroke-width=\"2\" points=\"");
    for (int i = 0; i < story.minutes(); i++) {
      svg.append(format("%.1f,%.1f ", x(i + 0.5), y(story.failed()[i] / mostFailed)));
    }
    svg.append("\"/>\n");
  }

  private static String legend() {
    return "<p class=\"note soft\">"
        + swatch("--hpa", "warnings")
        + swatch("--bad", "errors")
        + swatch("--demand", "failed requests a second (right)")
        + "</p>";
  }

  private static String swatch(String colour, String name) {
    return "<span class=\"swatch\" style=\"background:var("
        + colour
        + ")\"></span>"
        + name
        + "&emsp;";
  }

  private void line(String kind, double x1, double y1, double x2, double y2) {
    svg.append(
        format(
            "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
            kind, x1, y1, x2, y2));
  }

  private void text(String anchor, double x, double y, String text) {
    svg.append(
        format(
            "<text text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>%n",
            anchor, x, y, Html.escaped(text)));
  }

  private double x(double minute) {
    return LEFT + minute / story.minutes() * (WIDTH - LEFT - RIGHT);
  }

  private double y(double share) {
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
