package io.tidewatch.spark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The whole chain in one session: each verb is given those of these options that it has. */
@Command(name = "run", description = "Runs ingest, features, train and backtest in one session.")
final class RunCommand {
  static final List<String> CHAIN = List.of("ingest", "features", "train", "backtest");

  @Option(names = "--catalogue", paramLabel = "FILE", required = true, description = "As ingest.")
  private String catalogue;

  @Option(names = "--prometheus", paramLabel = "URL", required = true, description = "As ingest.")
  private String prometheus;

  @Option(names = "--loki", paramLabel = "URL", description = "As ingest.")
  private String loki;

  @Option(names = "--sets", paramLabel = "SET,SET", description = "As features.")
  private String sets;

  @Option(names = "--mlflow", paramLabel = "URI", required = true, description = "As train.")
  private String mlflow;

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "For all summaries.")
  private String out;

  @Option(names = "--seed", paramLabel = "N", description = "As train (default: 42).")
  private long seed = 42;

  @Option(names = "--days", paramLabel = "N", description = "As ingest (default: 14).")
  private int days = 14;

  /** The command line that names each verb of the chain with its options. */
  List<String> expanded(CommandLine root) {
    Map<String, String> given = new LinkedHashMap<>();
    given.put("--catalogue", catalogue);
    given.put("--prometheus", prometheus);
    putIfGiven(given, "--loki", loki);
    putIfGiven(given, "--sets", sets);
    given.put("--mlflow", mlflow);
    given.put("--out", out);
    given.put("--seed", Long.toString(seed));
    given.put("--days", Integer.toString(days));
    List<String> words = new ArrayList<>();
    for (String name : CHAIN) {
      CommandLine verb = root.getSubcommands().get(name);
      if (verb == null) {
        continue;
      }
      words.add(name);
      given.forEach(
          (option, value) -> {
            if (verb.getCommandSpec().findOption(option) != null) {
              words.add(option + "=" + value);
            }
          });
    }
    return words;
  }

  private static void putIfGiven(Map<String, String> given, String option, String value) {
    if (value != null) {
      given.put(option, value);
    }
  }
}
