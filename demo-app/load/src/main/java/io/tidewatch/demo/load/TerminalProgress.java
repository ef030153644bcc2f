package io.tidewatch.demo.load;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/** A line every five seconds for somebody who watches. */
final class TerminalProgress implements Progress {
  private static final long PERIOD_NANOS = 5_000_000_000L;

  private final PrintWriter out;
  private final LongSupplier nanos;
  private final long start;
  private final double seconds;
  private long next;
  private long offeredBefore;

  TerminalProgress(PrintWriter out, LongSupplier nanos, double seconds) {
    this.out = out;
    this.nanos = nanos;
    this.start = nanos.getAsLong();
    this.seconds = seconds;
    this.next = start + PERIOD_NANOS;
  }

  @Override
  public synchronized void look(List<Lane> lanes) {
    long now = nanos.getAsLong();
    if (now < next) {
      return;
    }
    long offered = lanes.get(0).book().total().offered();
    double rate = (offered - offeredBefore) * 1e9 / (now - next + PERIOD_NANOS);
    offeredBefore = offered;
    next = now + PERIOD_NANOS;
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT, "%5.0f of %.0f s  %4.0f req/s", (now - start) / 1e9, seconds, rate));
    lanes.forEach(lane -> line.append("  | ").append(state(lane)));
    out.println(line);
    out.flush();
  }

  private static String state(Lane lane) {
    Counts total = lane.book().total();
    long flying = lane.book().inFlight();
    return String.format(
        Locale.ROOT,
        "%s: %d in flight, %d ok, %d failed%s",
        lane.target().name(),
        flying,
        total.of(Kind.OK),
        total.failed() - flying,
        total.latency().map(TerminalProgress::p95).orElse(""));
  }

  private static String p95(Latency latency) {
    return String.format(Locale.ROOT, ", p95 %.0f ms", latency.p95());
  }
}
