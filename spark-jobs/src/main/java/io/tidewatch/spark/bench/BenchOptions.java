package io.tidewatch.spark.bench;

import io.tidewatch.spark.SummaryFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What both benches can be told, and how both tell their figures. */
final class BenchOptions {
  @Option(names = "--runs", paramLabel = "N", description = "Measured runs (default: 3).")
  private int runs = 3;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the result here.")
  private Optional<Path> json = Optional.empty();

  @Option(names = "--smoke", description = "A tiny run that shows only that it works.")
  private boolean smoke;

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      description = "The driver's heap (default: 1536m, which keeps the process within 2 GiB).")
  private String heap = "1536m";

  @Option(
      names = "--work",
      paramLabel = "DIR",
      required = true,
      description = "Where stores and logs lie.")
  private Path work;

  boolean smoke() {
    return smoke;
  }

  int runs() {
    return smoke ? 1 : runs;
  }

  Measurement measurement() {
    return new Measurement(heap, work.toAbsolutePath());
  }

  void write(Map<String, Object> result) {
    json.ifPresent(file -> SummaryFile.write(file, result));
  }

  static void say(String format, Object... arguments) {
    System.out.println(String.format(Locale.ROOT, format, arguments));
  }

  /** One line per size. */
  static void table(String unit, List<Map<String, Object>> points) {
    say(
        "  %9s %11s %9s %10s %10s %6s %8s %8s %6s",
        unit, "rows", "seconds", "rows/s", "raw rows/s", "ratio", "us/row", "RSS MiB", "cpu x");
    points.forEach(
        point ->
            say(
                "  %9d %11d %9.2f %10.0f %10.0f %6.2f %8.2f %8d %6.2f",
                ((Number) point.get("size")).longValue(),
                ((Number) point.get("rows")).longValue(),
                figure(point, "seconds"),
                figure(point, "rate"),
                figure(point, "raw_rate"),
                figure(point, "ratio"),
                figure(point, "us_per_row"),
                ((Number) point.get("peak_rss_mib")).longValue(),
                figure(point, "cpu_seconds") / figure(point, "raw_cpu_seconds")));
  }

  static double figure(Map<String, Object> point, String name) {
    return ((Number) point.get(name)).doubleValue();
  }

  /** The smallest ratio of all sizes: a target must hold at each. */
  static double ratio(List<Map<String, Object>> points) {
    return points.stream().mapToDouble(point -> figure(point, "ratio")).min().orElse(0);
  }

  /** Cost per row of the last size ÷ that of the first. */
  static double growth(List<Map<String, Object>> points) {
    Map<String, Object> last = points.get(points.size() - 1);
    return figure(last, "us_per_row") / figure(points.get(0), "us_per_row");
  }
}
