package io.tidewatch.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The whole chain in one session: each verb is given those of these options that it has. */
@Command(name = "run", description = "Runs ingest, features, train and backtest in one session.")
final class RunCommand {
  static final List<String> CHAIN = List.of("ingest", "features", "train", "backtest");

  @Option(names = "--catalogue", paramLabel = "FILE", required = true, description = "As ingest.")
  private String catalogue;

  @Option(names = "--prometheus", paramLabel = "URL", required = true, description = "As ingest.")
  private String prometheus;

  @Mixin private AccessOptions access = new AccessOptions();

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
    List<Map.Entry<String, String>> given = given();
    List<String> words = new ArrayList<>();
    for (String name : CHAIN) {
      CommandLine verb = root.getSubcommands().get(name);
      if (verb == null) {
        continue;
      }
      words.add(name);
      given.stream()
          .filter(option -> verb.getCommandSpec().findOption(option.getKey()) != null)
          .map(option -> option.getKey() + "=" + option.getValue())
          .forEach(words::add);
    }
    return words;
  }

  private List<Map.Entry<String, String>> given() {
    List<Map.Entry<String, String>> given = new ArrayList<>();
    given.add(Map.entry("--catalogue", catalogue));
    given.add(Map.entry("--prometheus", prometheus));
    access.forEach((option, value) -> given.add(Map.entry(option, value)));
    Optional.ofNullable(loki).ifPresent(url -> given.add(Map.entry("--loki", url)));
    Optional.ofNullable(sets).ifPresent(names -> given.add(Map.entry("--sets", names)));
    given.add(Map.entry("--mlflow", mlflow));
    given.add(Map.entry("--out", out));
    given.add(Map.entry("--seed", Long.toString(seed)));
    given.add(Map.entry("--days", Integer.toString(days)));
    return given;
  }
}
