package io.tidewatch.spark.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench ingest}: from a local server into Delta. */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    description = "Landed rows per second at several numbers of series.")
final class IngestBench implements Callable<Integer> {
  private static final String RATIO_OF =
      "rows/s of ingest ÷ rows/s of a raw Delta append of the same rows (smallest of the sizes)";
  private static final int LIVE_SERIES = 1_000;
  private static final int HISTORY_SERIES = 50;
  private static final int HISTORY_DAYS = 14;

  @Mixin private BenchOptions options = new BenchOptions();

  @Option(
      names = "--series",
      split = ",",
      paramLabel = "N",
      description = "Numbers of series (default: 1000,10000,100000).")
  private List<Integer> series = List.of(1_000, 10_000, 100_000);

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "Rows to land at each number of series (default: 10000000).")
  private long rows = 10_000_000;

  @Option(names = "--history", description = "Also land 14 days of 50 series and count the files.")
  private boolean history;

  @Option(
      names = "--freshness",
      description = "Also ingest continuously and tell how old values are when they land.")
  private boolean freshness;

  @Option(
      names = "--live-seconds",
      paramLabel = "N",
      description = "How long --freshness ingests (default: 180).")
  private int liveSeconds = 180;

  @Override
  public Integer call() {
    if (options.smoke()) {
      series = List.of(50);
      rows = 10_000;
      liveSeconds = 10;
    }
    Map<String, Object> result = new LinkedHashMap<>();
    List<Map<String, Object>> points = points();
    result.put("points", points);
    result.put("ratio", BenchOptions.ratio(points));
    result.put("ratio_of", RATIO_OF);
    result.put("growth", BenchOptions.growth(points));
    result.put("growth_of", "cost per row at the last size ÷ at the first");
    if (history) {
      int days = options.smoke() ? 2 : HISTORY_DAYS;
      result.put("history", served("history", HISTORY_SERIES, days));
    }
    if (freshness) {
      int live = options.smoke() ? series.get(0) : LIVE_SERIES;
      result.put("freshness", served("freshness", live, liveSeconds));
    }
    tell(result, points);
    options.write(result);
    return 0;
  }

  private List<Map<String, Object>> points() {
    List<Map<String, Object>> points = new ArrayList<>();
    // All are checked before the first is measured.
    series.forEach(GeneratedSeries::new);
    for (int size : series) {
      BenchOptions.say("bench ingest: %d series, %d rows, %d runs", size, rows, options.runs());
      points.add(served("series", size, rows));
    }
    return points;
  }

  private Map<String, Object> served(String part, int size, long amount) {
    try (GeneratedServer server = GeneratedServer.start(new GeneratedSeries(size))) {
      List<String> words =
          List.of("--amount=" + amount, "--runs=" + options.runs(), "--url=" + server.url());
      return options.measurement().of(part, size, words);
    }
  }

  private static void tell(Map<String, Object> result, List<Map<String, Object>> points) {
    BenchOptions.table("series", points);
    points.forEach(
        point ->
            BenchOptions.say(
                "  %9s series: %s files (raw %s), server %.0f %% of all processor time",
                point.get("size"),
                point.get("files"),
                point.get("raw_files"),
                100 * BenchOptions.figure(point, "server_share")));
    BenchOptions.say(
        "  smallest ratio %.2f (target >= 0.80); cost per row at the last size %.2f x the first"
            + " (target 0.75 to 1.25); driver <= 2048 MiB",
        result.get("ratio"), result.get("growth"));
    if (result.containsKey("history")) {
      BenchOptions.say("  history: %s (target: fewer than 40 files a day)", result.get("history"));
    }
    if (result.containsKey("freshness")) {
      BenchOptions.say("  freshness: %s", result.get("freshness"));
    }
  }
}
