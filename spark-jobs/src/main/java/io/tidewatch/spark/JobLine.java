package io.tidewatch.spark;

import io.tidewatch.domain.UserException;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.spark.table.ScratchFolder;
import io.tidewatch.spark.table.StoreLocation;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Runs the verbs of one command line, one after the other, in one session. */
final class JobLine {
  private final String store;
  private final ClusterOptions cluster;

  JobLine(String store, ClusterOptions cluster) {
    this.store = store;
    this.cluster = cluster;
  }

  int run(ParseResult parsed) {
    Integer help = CommandLine.executeHelpRequest(parsed);
    if (help != null) {
      return help;
    }
    // Before the verb run is spelt out, which parses a line without these options.
    Map<String, String> settings = cluster.settings();
    List<CommandLine> verbs = verbs(parsed);
    if (verbs.isEmpty()) {
      throw new UserException(
          "there is nothing to do",
          "the command line names no verb",
          "name one or more of: " + String.join(", ", parsed.commandSpec().subcommands().keySet()));
    }
    runAll(verbs, settings);
    return CommandLine.ExitCode.OK;
  }

  private List<CommandLine> verbs(ParseResult parsed) {
    List<CommandLine> given = parsed.asCommandLineList();
    for (CommandLine line : given) {
      if (line.getCommandSpec().userObject() instanceof RunCommand run) {
        CommandLine root = parsed.commandSpec().commandLine();
        List<String> words = run.expanded(root);
        words.add(0, "--store=" + store);
        return jobs(root.parseArgs(words.toArray(String[]::new)).asCommandLineList());
      }
    }
    return jobs(given);
  }

  private static List<CommandLine> jobs(List<CommandLine> lines) {
    return lines.stream()
        .filter(line -> line.getCommandSpec().userObject() instanceof Job)
        .toList();
  }

  private void runAll(List<CommandLine> verbs, Map<String, String> settings) {
    Path folder = StoreLocation.parse(store);
    DeltaStore.prepare(folder);
    try (ScratchFolder scratch = ScratchFolder.open(folder)) {
      SparkSession spark = SparkSessions.open(scratch.path(), settings);
      try (DeltaStore tables = DeltaStore.open(spark, folder)) {
        JobContext context = new JobContext(spark, tables, Clock.systemUTC(), System.out);
        verbs.forEach(verb -> run(verb, context));
      } finally {
        spark.stop();
      }
    }
  }

  private static void run(CommandLine verb, JobContext context) {
    Job job = (Job) verb.getCommandSpec().userObject();
    if (job.printsItself()) {
      job.run(context);
      return;
    }
    // The runner shows the lines that follow under this step.
    System.out.println("STEP " + verb.getCommandName());
    Object summary = job.run(context);
    System.out.println(SummaryFile.line(Map.of(verb.getCommandName(), summary)));
  }
}
