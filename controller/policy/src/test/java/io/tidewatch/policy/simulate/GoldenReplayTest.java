package io.tidewatch.policy.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Every figure of a backtest on a small made-up trace. The rows of the HPAs and the oracle were
 * computed by another program; ours were read once and are here so that no change goes unseen.
 */
class GoldenReplayTest {
  @Test
  void every_run_gives_the_recorded_figures() {
    DemandTrace trace = trace();
    List<String> figures =
        new Backtest(BacktestPlan.standard())
            .run(trace, TestingForecasts.persistent(trace)).runs().stream()
                .map(GoldenReplayTest::line)
                .toList();

    assertEquals(String.join("\n", lines("golden-runs.csv")), String.join("\n", figures));
  }

  static DemandTrace trace() {
    double[] minutes =
        lines("golden-trace.csv").stream().mapToDouble(Double::parseDouble).toArray();
    return new DemandTrace("golden", minutes);
  }

  private static String line(Run run) {
    return String.format(
        Locale.ROOT,
        "%s,%d,%.2f,%.4f,%.4f",
        run.policy(),
        run.startupSeconds(),
        run.violationMinutes(),
        run.podHours(),
        run.cost().regret());
  }

  /** The lines of a file beside the tests, without its heading. */
  private static List<String> lines(String name) {
    try (InputStream file = GoldenReplayTest.class.getResourceAsStream("/" + name)) {
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().skip(1).toList();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
