package io.tidewatch.demo.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** One row per target and step; a step in which nothing was answered has empty latencies. */
final class StepsCsv {
  static final String HEADER =
      "target,step,start_epoch_ms,offered,sent,ok,http_5xx,http_4xx,timeout,connect,reset,other,"
          + "p50_ms,p95_ms,p99_ms,max_ms,shed,late_ms";

  private StepsCsv() {}

  static List<String> lines(Results results) {
    List<String> lines = new ArrayList<>(List.of(HEADER));
    results.targets().forEach(of -> of.steps().forEach(row -> lines.add(line(row))));
    return lines;
  }

  private static String line(StepRow row) {
    Counts counts = row.counts();
    List<String> cells =
        new ArrayList<>(
            List.of(
                row.target(),
                String.valueOf(row.step()),
                String.valueOf(row.startEpochMillis()),
                String.valueOf(counts.offered()),
                String.valueOf(counts.sent())));
    for (Kind kind : Kind.values()) {
      cells.add(String.valueOf(counts.of(kind)));
    }
    List<ToDoubleFunction<Latency>> quantiles =
        List.of(Latency::p50, Latency::p95, Latency::p99, Latency::max);
    quantiles.forEach(
        of -> cells.add(counts.latency().map(at -> ms(of.applyAsDouble(at))).orElse("")));
    cells.add(String.valueOf(counts.shed()));
    cells.add(ms(counts.lateMillis()));
    return String.join(",", cells);
  }

  private static String ms(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
