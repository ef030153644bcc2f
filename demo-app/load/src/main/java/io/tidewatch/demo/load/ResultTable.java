package io.tidewatch.demo.load;

import java.io.PrintWriter;
import java.util.Locale;

/** The end of a run on a terminal: a line per target, and whether to believe it. */
final class ResultTable {
  private ResultTable() {}

  static void print(Results results, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%-12s %8s %8s %6s %6s %7s %7s %6s %6s %6s %8s %8s %8s%n",
        "target",
        "offered",
        "ok",
        "5xx",
        "4xx",
        "timeout",
        "connect",
        "reset",
        "other",
        "shed",
        "p50 ms",
        "p95 ms",
        "p99 ms");
    results.targets().forEach(of -> out.println(line(of.target().name(), of.total())));
    SummaryJson.doubt(results).ifPresent(text -> out.println("Attention: " + text));
    if (results.interrupted()) {
      out.println("Stopped before its end; the results cover what was played.");
    }
    out.println("Results in " + results.plan().out());
    out.flush();
  }

  private static String line(String name, Counts counts) {
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT,
            "%-12s %8d %8d %6d %6d %7d %7d %6d %6d %6d",
            name,
            counts.offered(),
            counts.of(Kind.OK),
            counts.of(Kind.HTTP_5XX),
            counts.of(Kind.HTTP_4XX),
            counts.of(Kind.TIMEOUT),
            counts.of(Kind.CONNECT),
            counts.of(Kind.RESET),
            counts.of(Kind.OTHER),
            counts.shed()));
    counts
        .latency()
        .ifPresent(
            at ->
                line.append(
                    String.format(
                        Locale.ROOT, " %8.0f %8.0f %8.0f", at.p50(), at.p95(), at.p99())));
    return line.toString();
  }
}
