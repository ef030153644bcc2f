package io.tidewatch.serving.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The figures of one benchmark run: medians over the rounds. */
record BenchReport(
    int workloads, int batch, List<Round> rounds, Swap ours, Swap empty, Startup startup) {
  private static final Path STATUS = Path.of("/proc/self/status");

  /** One interleaved round: both as fast as possible, both at the same calm rate, and batches. */
  record Round(
      LoadGenerator.Result empty,
      LoadGenerator.Result ours,
      LoadGenerator.Result calmEmpty,
      LoadGenerator.Result calmOurs,
      LoadGenerator.Result batch) {}

  /** The same calm load without and with swaps. */
  record Swap(LoadGenerator.Result before, LoadGenerator.Result during) {
    /** How much slower the slowest request was with swaps, at least 0. */
    double stallMillis() {
      return Math.max(0, during.slowestMillis() - before.slowestMillis());
    }
  }

  /**
   * A start from the cache while the registry is down, in a process of its own.
   *
   * @param readySeconds from the start of the JVM to the first forecast
   * @param heapMib what is used after some steps and a collection
   * @param rssMib the most memory it ever had
   */
  record Startup(double readySeconds, long heapMib, long rssMib) {
    String line() {
      return readySeconds + " " + heapMib + " " + rssMib;
    }

    static Startup parse(String line) {
      String[] parts = line.split(" ");
      return new Startup(
          Double.parseDouble(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
    }
  }

  static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
    double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  double ratio() {
    return median(rounds, round -> round.ours().rate() / round.empty().rate());
  }

  String table() {
    return """
        bench serving: %d workloads, a new forecast of each every second, %d rounds (medians)
                          requests/s   p50 ms   p99 ms  p99.9 ms   errors  swap errors  swap stall ms
          empty handler   %10.0f %8.2f %8.2f  %8.2f %8d %12d %14.1f
          GET forecast    %10.0f %8.2f %8.2f  %8.2f %8d %12d %14.1f
          POST %4d each  %10.0f = %.0f forecasts/s
        throughput ratio %.2f (target >= 0.60); p99 at 30 %% of the empty peak: %.1fx, %+.1f ms (target <= 2x or <= +2 ms)
        processor time of a request, both ends and the forecasts included: %.0f us, empty %.0f us
        swap stall target <= 10 ms; peak memory %d MiB, load generator included
        start to ready from the cache, registry down: %.2f s (target <= 3 s); then %d MiB of heap (of 512), %d MiB resident
        """
        .formatted(
            workloads,
            rounds.size(),
            median(rounds, r -> r.empty().rate()),
            calmEmpty(0.5),
            calmEmpty(0.99),
            calmEmpty(0.999),
            errors(true),
            empty.during().errors(),
            empty.stallMillis(),
            median(rounds, r -> r.ours().rate()),
            calmOurs(0.5),
            calmOurs(0.99),
            calmOurs(0.999),
            errors(false),
            ours.during().errors(),
            ours.stallMillis(),
            batch,
            batchRate(),
            batchRate() * batch,
            ratio(),
            calmOurs(0.99) / calmEmpty(0.99),
            calmOurs(0.99) - calmEmpty(0.99),
            median(rounds, r -> r.ours().cpuMicrosPerRequest()),
            median(rounds, r -> r.empty().cpuMicrosPerRequest()),
            peakMemory(),
            startup.readySeconds(),
            startup.heapMib(),
            startup.rssMib());
  }

  String json() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put(
        "points",
        List.of(
            point("GET", median(rounds, r -> r.ours().rate()), r -> r.ours().seconds()),
            point("POST", batchRate(), r -> r.batch().seconds()),
            point("empty", median(rounds, r -> r.empty().rate()), r -> r.empty().seconds())));
    all.put("ratio", ratio());
    all.put("ratio_of", "requests/s of GET /predict/traffic ÷ requests/s of an empty handler");
    all.put("ratios", rounds.stream().map(r -> r.ours().rate() / r.empty().rate()).toList());
    latencies(all, this::calmOurs, errors(false), ours);
    Map<String, Object> beside = new LinkedHashMap<>();
    latencies(beside, this::calmEmpty, errors(true), empty);
    beside.put("cpu_us", median(rounds, r -> r.empty().cpuMicrosPerRequest()));
    all.put("empty", beside);
    all.put("cpu_us", median(rounds, r -> r.ours().cpuMicrosPerRequest()));
    all.put("start_ready_seconds", startup.readySeconds());
    all.put("start_heap_mib", startup.heapMib());
    all.put("start_rss_mib", startup.rssMib());
    all.put("batch_size", batch);
    all.put("batch_forecasts_per_second", batchRate() * batch);
    try {
      return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(all)
          + "\n";
    } catch (JsonProcessingException bug) {
      throw new IllegalStateException("figures cannot be written", bug);
    }
  }

  private Map<String, Object> point(
      String call, double rate, ToDoubleFunction<Round> secondsOfRound) {
    Map<String, Object> point = new LinkedHashMap<>();
    point.put("call", call);
    point.put("size", workloads);
    point.put("seconds", median(rounds, secondsOfRound));
    point.put("rate", rate);
    point.put("peak_rss_mib", peakMemory());
    return point;
  }

  private static void latencies(
      Map<String, Object> into, Percentile millis, int errors, Swap swap) {
    into.put("p50_ms", millis.at(0.5));
    into.put("p99_ms", millis.at(0.99));
    into.put("p999_ms", millis.at(0.999));
    into.put("errors", errors);
    into.put("swap_errors", swap.during().errors());
    into.put("swap_stall_ms", swap.stallMillis());
  }

  private interface Percentile {
    double at(double p);
  }

  private double calmOurs(double p) {
    return median(rounds, r -> r.calmOurs().percentileMillis(p));
  }

  private double calmEmpty(double p) {
    return median(rounds, r -> r.calmEmpty().percentileMillis(p));
  }

  private double batchRate() {
    return median(rounds, r -> r.batch().rate());
  }

  private int errors(boolean ofEmpty) {
    return rounds.stream()
        .mapToInt(
            r ->
                ofEmpty
                    ? r.empty().errors() + r.calmEmpty().errors()
                    : r.ours().errors() + r.calmOurs().errors() + r.batch().errors())
        .sum();
  }

  /** The process' highest resident memory so far, in MiB; 0 where the system does not say. */
  static long peakMemory() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException elsewhere) {
      return 0;
    }
  }
}
