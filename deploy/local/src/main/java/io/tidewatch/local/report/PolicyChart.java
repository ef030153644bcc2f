package io.tidewatch.local.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * Pod-hours against violation minutes, a point for each policy; below and to the left is better.
 */
final class PolicyChart {
  private static final double WIDTH = 540;
  private static final double HEIGHT = 330;
  private static final double LEFT = 58;
  private static final double RIGHT = 188;
  private static final double TOP = 18;
  private static final double BOTTOM = 46;
  private static final double LABEL_HEIGHT = 15;

  private final List<Scoreboard.Line> lines;
  private final List<Scoreboard.Line> prices;
  private final Ticks across;
  private final Ticks upwards;
  private final StringBuilder svg = new StringBuilder();

  PolicyChart(List<Scoreboard.Line> lines, List<Scoreboard.Line> prices) {
    this.prices =
        prices.stream().sorted(Comparator.comparingDouble(Scoreboard.Line::podHours)).toList();
    // The far-off ones would squeeze the rest into a corner; the table has them.
    this.lines = lines.stream().filter(line -> line.relative() <= 3).toList();
    this.across = Ticks.of(1, max(this.lines.stream().mapToDouble(Scoreboard.Line::relative), 1.5));
    this.upwards =
        Ticks.of(0, max(this.lines.stream().mapToDouble(Scoreboard.Line::violationMinutes), 4));
  }

  String svg() {
    svg.append(
        format(
            "<svg viewBox=\"0 0 %.0f %.0f\" width=\"100%%\" role=\"img\" aria-label=\"violation"
                + " minutes over pod-hours\">%n",
            WIDTH, HEIGHT));
    axes();
    List<Scoreboard.Line> fromTop = new ArrayList<>(lines);
    fromTop.sort(Comparator.comparingDouble(line -> y(line.violationMinutes())));
    labels(fromTop);
    prices();
    fromTop.forEach(this::dot);
    return svg.append("</svg>").toString();
  }

  private void axes() {
    for (double tick : across.values()) {
      line("grid", x(tick), TOP, x(tick), HEIGHT - BOTTOM);
      text("middle", x(tick), HEIGHT - BOTTOM + 18, Numbers.fixed(tick, across.digits()) + " ×");
    }
    for (double tick : upwards.values()) {
      line("grid", LEFT, y(tick), WIDTH - RIGHT, y(tick));
      text("end", LEFT - 8, y(tick) + 4, Numbers.fixed(tick, upwards.digits()));
    }
    line("axis", LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM);
    line("axis", LEFT, TOP, LEFT, HEIGHT - BOTTOM);
    text("middle", (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, "pod-hours ÷ the optimum’s");
    svg.append(
        format(
            "<text transform=\"translate(14 %.1f) rotate(-90)\" text-anchor=\"middle\">violation"
                + " minutes</text>%n",
            (TOP + HEIGHT - BOTTOM) / 2));
  }

  /** Names in a column at the right, pushed apart, each with a thin line to its point. */
  private void labels(List<Scoreboard.Line> fromTop) {
    double column = WIDTH - RIGHT + 22;
    double[] places = new double[fromTop.size()];
    for (int i = 0; i < places.length; i++) {
      double wish = y(fromTop.get(i).violationMinutes());
      places[i] = i == 0 ? wish : Math.max(wish, places[i - 1] + LABEL_HEIGHT);
    }
    double limit = HEIGHT - BOTTOM;
    for (int i = places.length - 1; i >= 0; i--) {
      places[i] = Math.min(places[i], limit);
      limit = places[i] - LABEL_HEIGHT;
    }
    for (int i = 0; i < places.length; i++) {
      Scoreboard.Line policy = fromTop.get(i);
      line("axis", x(policy.relative()), y(policy.violationMinutes()), column - 4, places[i]);
      svg.append(
          format(
              "<text class=\"name %s\" x=\"%.1f\" y=\"%.1f\">%s</text>%n",
              policy.isOurs() ? "ours" : "", column, places[i] + 4, Html.escaped(policy.policy())));
    }
  }

  private void prices() {
    List<Scoreboard.Line> shown =
        prices.stream()
            .filter(p -> across.holds(p.relative()) && upwards.holds(p.violationMinutes()))
            .toList();
    String points =
        shown.stream()
            .map(p -> format("%.1f,%.1f", x(p.relative()), y(p.violationMinutes())))
            .collect(Collectors.joining(" "));
    svg.append(format("<polyline class=\"prices\" points=\"%s\"/>%n", points));
    for (Scoreboard.Line price : shown) {
      svg.append(
          format(
              "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\" fill=\"var(--ours)\"><title>%s: %.2f ×,"
                  + " %.1f min</title></circle>%n",
              x(price.relative()),
              y(price.violationMinutes()),
              Html.escaped(price.policy()),
              price.relative(),
              price.violationMinutes()));
    }
  }

  private void dot(Scoreboard.Line policy) {
    svg.append(
        format(
            "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%s\" fill=\"var(%s)\"><title>%s: %.2f ×, %.1f"
                + " min</title></circle>%n",
            x(policy.relative()),
            y(policy.violationMinutes()),
            policy.isOurs() ? "6" : "5",
            colour(policy),
            Html.escaped(Policies.name(policy.policy())),
            policy.relative(),
            policy.violationMinutes()));
  }

  private static String colour(Scoreboard.Line policy) {
    if (policy.isOurs()) {
      return "--ours";
    }
    if (policy.policy().startsWith("hpa")) {
      return "--hpa";
    }
    return policy.policy().equals(Scoreboard.ORACLE) ? "--oracle" : "--other";
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

  private double x(double relative) {
    return LEFT + across.share(relative) * (WIDTH - LEFT - RIGHT);
  }

  private double y(double minutes) {
    return HEIGHT - BOTTOM - upwards.share(minutes) * (HEIGHT - TOP - BOTTOM);
  }

  private static double max(DoubleStream values, double atLeast) {
    return Math.max(atLeast, values.max().orElse(atLeast));
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
