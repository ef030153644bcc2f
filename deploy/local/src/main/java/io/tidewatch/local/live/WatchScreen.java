package io.tidewatch.local.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** One look at the race, for a screen that is painted anew once a step. */
final class WatchScreen {
  private static final int NAME = 26;
  private static final int COLUMN = 16;
  private static final int WIDTH = 116;

  private WatchScreen() {}

  /**
   * What one side has now.
   *
   * @param violated minutes so far
   * @param reason why it has the pods that it has
   */
  record OfSide(
      Side side,
      double ready,
      double wanted,
      double floor,
      double target,
      OptionalDouble p95Millis,
      long failed,
      long violated,
      String reason) {}

  /**
   * A moment of the race.
   *
   * @param bar how far it is
   * @param minute scored; less than 1 in the warm-up
   * @param forecast of our side, if it has one
   * @param news the last of what happened
   */
  record Moment(
      String bar,
      int minute,
      int minutes,
      double demand,
      List<OfSide> sides,
      Optional<String> forecast,
      boolean trusted,
      List<String> news) {}

  static List<String> lines(Moment now) {
    List<String> lines = new ArrayList<>();
    String minute =
        now.minute() < 1 ? "warm-up" : "minute " + now.minute() + " of " + now.minutes();
    lines.add("Tidewatch live: " + minute + "   " + now.bar());
    lines.add("");
    lines.add(row(now, "", side -> side.side().label()));
    lines.add(row(now, "ready pods", side -> "%.0f".formatted(side.ready())));
    lines.add(row(now, "wanted by its HPA", side -> "%.0f".formatted(side.wanted())));
    lines.add(row(now, "floor of its HPA", side -> "%.0f".formatted(side.floor())));
    lines.add(row(now, "target, requests/s a pod", side -> "%.2f".formatted(side.target())));
    lines.add(row(now, "p95", side -> seconds(side.p95Millis())));
    lines.add(row(now, "failed requests", side -> String.valueOf(side.failed())));
    lines.add(row(now, "violated minutes so far", side -> String.valueOf(side.violated())));
    lines.add("");
    lines.add("demand    %.1f requests/s to each".formatted(now.demand()));
    now.forecast()
        .ifPresent(
            text ->
                lines.add("forecast  " + text + (now.trusted() ? ", trusted" : ", not trusted")));
    now.sides()
        .forEach(side -> lines.add(cut("why " + side.side().name() + "     " + side.reason())));
    lines.add("");
    now.news().forEach(news -> lines.add(cut(news)));
    return lines;
  }

  private static String row(Moment now, String name, Function<OfSide, String> cell) {
    StringBuilder line = new StringBuilder(("%-" + NAME + "s").formatted(name));
    now.sides().forEach(side -> line.append(("%" + COLUMN + "s").formatted(cell.apply(side))));
    return line.toString();
  }

  private static String seconds(OptionalDouble millis) {
    return millis.isPresent() ? "%.2f s".formatted(millis.getAsDouble() / 1e3) : "–";
  }

  private static String cut(String text) {
    return text.length() > WIDTH ? text.substring(0, WIDTH - 1) + "…" : text;
  }
}
