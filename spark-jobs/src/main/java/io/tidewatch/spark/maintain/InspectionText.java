package io.tidewatch.spark.maintain;

import io.tidewatch.spark.collect.OpenGaps;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a store holds, as tables for a person. Times are UTC. */
final class InspectionText {
  private static final int MOST_GAPS = 20;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private InspectionText() {}

  static String of(Inspection.Facts facts) {
    if (facts.tables().isEmpty()) {
      return "store " + facts.store() + " is empty: nothing has been ingested yet\n";
    }
    return "store "
        + facts.store()
        + ", times in UTC\n\n"
        + tables(facts.tables())
        + (facts.metrics().isEmpty() ? "" : "\n" + metrics(facts.metrics()))
        + "\n"
        + gaps(facts.openGaps())
        + facts.twice().map(InspectionText::twice).orElse("");
  }

  private static String tables(List<Inspection.TableFacts> tables) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("table", "rows", "series", "from", "to", "files", "size"));
    for (Inspection.TableFacts each : tables) {
      rows.add(
          List.of(
              each.table(),
              number(each.rows()),
              number(each.series()),
              time(each.from()),
              time(each.to()),
              number(each.files()),
              bytes(each.bytes())));
    }
    return aligned(rows);
  }

  private static String metrics(List<Inspection.MetricFacts> metrics) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("metric", "rows", "series", "from", "to", "age", "back-filled"));
    for (Inspection.MetricFacts each : metrics) {
      rows.add(
          List.of(
              each.metric(),
              number(each.rows()),
              number(each.series()),
              TIME.format(each.from()),
              TIME.format(each.to()),
              age(Duration.ofSeconds(each.ageSeconds())),
              number(each.backfilled())));
    }
    return aligned(rows);
  }

  private static String gaps(List<OpenGaps.Open> gaps) {
    if (gaps.isEmpty()) {
      return "no open gaps\n";
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("open gap in", "reason", "after", "until", "long"));
    gaps.stream()
        .limit(MOST_GAPS)
        .forEach(
            gap ->
                rows.add(
                    List.of(
                        gap.metric(),
                        gap.reason(),
                        TIME.format(gap.from()),
                        TIME.format(gap.to()),
                        age(Duration.between(gap.from(), gap.to())))));
    int more = gaps.size() - MOST_GAPS;
    return aligned(rows)
        + (more > 0 ? "and " + number(more) + " more\n" : "")
        + "'./tidewatch repair' reads them again\n";
  }

  private static String twice(long values) {
    return values == 0
        ? "every value has landed once\n"
        : number(values) + " values have landed more than once: please report this\n";
  }

  /** The first column to the left, numbers and times to the right. */
  private static String aligned(List<List<String>> rows) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      text.append(String.format("%-" + widths[0] + "s", row.get(0)));
      for (int i = 1; i < widths.length; i++) {
        text.append("  ").append(" ".repeat(widths[i] - row.get(i).length())).append(row.get(i));
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String time(Optional<Instant> time) {
    return time.map(TIME::format).orElse("-");
  }

  static String bytes(long bytes) {
    return bytes < 10L << 20
        ? String.format(Locale.ROOT, "%,d KiB", (bytes + 1_023) >> 10)
        : String.format(Locale.ROOT, "%,d MiB", bytes >> 20);
  }

  static String age(Duration age) {
    if (age.compareTo(Duration.ofMinutes(2)) < 0) {
      return age.toSeconds() + " s";
    }
    if (age.compareTo(Duration.ofHours(2)) < 0) {
      return age.toMinutes() + " min";
    }
    return age.compareTo(Duration.ofDays(2)) < 0 ? age.toHours() + " h" : age.toDays() + " d";
  }
}
