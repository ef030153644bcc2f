package io.tidewatch.spark.anomaly.bench;

import io.tidewatch.domain.UserException;
import io.tidewatch.source.LabelledSet;
import io.tidewatch.source.LabelledSetFile;
import io.tidewatch.source.TraceFile;
import io.tidewatch.spark.SummaryFile;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench anomaly}: every detector on every labelled set of a folder. */
@Command(
    name = "bench anomaly",
    mixinStandardHelpOptions = true,
    description = "Detectors of anomalies side by side on labelled sets.")
public final class AnomalyBench implements Callable<Integer> {
  private static final int USER_ERROR = 2;
  private static final int BUG = 70;

  @Option(names = "--sets", paramLabel = "DIR", required = true, description = "Labelled CSVs.")
  private Path sets;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the results here.")
  private Path json;

  @Option(names = "--seed", paramLabel = "N", description = "The first seed (default: 42).")
  private long seed = 42;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Forests per figure, whose mean counts (default: 5).")
  private int seeds = 5;

  private final PrintStream out;

  AnomalyBench(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] arguments) {
    System.exit(execute(System.out, System.err, arguments));
  }

  /** Runs a command line and returns its exit code: 0, 2 (the user's to mend) or 70 (a bug). */
  static int execute(PrintStream out, PrintStream err, String... arguments) {
    return new CommandLine(new AnomalyBench(out))
        .setExecutionExceptionHandler(
            (thrown, line, parsed) -> {
              if (thrown instanceof UserException user) {
                err.println("tidewatch: " + user.getMessage());
                return USER_ERROR;
              }
              thrown.printStackTrace(err);
              return BUG;
            })
        .execute(arguments);
  }

  @Override
  public Integer call() {
    requireSeeds();
    List<DetectorResult> results = new ArrayList<>();
    List<Path> files = TraceFile.in(sets);
    AnomalyTable table = new AnomalyTable(out);
    for (int i = 0; i < files.size(); i++) {
      LabelledSet set = LabelledSetFile.read(files.get(i));
      table.head(set, i + 1, files.size());
      if (isScorable(set)) {
        List<DetectorResult> measured = measure(set, table);
        results.addAll(measured);
      } else {
        out.println("  left out: its test part needs rows with and without a label");
      }
    }
    if (results.isEmpty()) {
      throw new UserException(
          "nothing was measured",
          "no set in " + sets + " has a test part with rows of both kinds",
          "name a folder of labelled sets");
    }
    table.overall(results);
    if (json != null) {
      SummaryFile.write(json, Map.of("results", results));
    }
    return 0;
  }

  private List<DetectorResult> measure(LabelledSet set, AnomalyTable table) {
    Input input = Input.of(set);
    List<DetectorResult> results = new ArrayList<>();
    for (Detector detector : Detectors.values()) {
      List<DetectorResult> runs =
          LongStream.range(seed, seed + (detector.isSeeded() ? seeds : 1))
              .mapToObj(s -> DetectorResult.of(set, detector.label(), detector.scores(input, s)))
              .toList();
      DetectorResult result = DetectorResult.mean(set.name(), runs);
      table.row(result);
      results.add(result);
    }
    return results;
  }

  private void requireSeeds() {
    if (seeds < 1 || seeds > 100) {
      throw new UserException(
          "--seeds " + seeds + " makes no mean", "1 to 100 seeds do", "leave it out: it is 5");
    }
  }

  private static boolean isScorable(LabelledSet set) {
    BitSet labelled = (BitSet) set.label().clone();
    labelled.andNot(set.train());
    int test = set.length() - set.train().cardinality();
    return !labelled.isEmpty() && labelled.cardinality() < test;
  }
}
