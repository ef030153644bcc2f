package io.tidewatch.spark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.tidewatch.domain.UserException;
import io.tidewatch.spark.table.DeltaStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Runs the verbs of one command line, one after the other, in one session. */
final class JobLine {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(new Jdk8Module())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .build();

  private final Path store;
  private final Optional<Path> summaryFile;

  JobLine(Path store, Optional<Path> summaryFile) {
    this.store = store;
    this.summaryFile = summaryFile;
  }

  int run(ParseResult parsed) {
    Integer help = CommandLine.executeHelpRequest(parsed);
    if (help != null) {
      return help;
    }
    List<CommandLine> verbs =
        parsed.asCommandLineList().stream()
            .filter(line -> line.getCommandSpec().userObject() instanceof Job)
            .toList();
    if (verbs.isEmpty()) {
      throw new UserException(
          "there is nothing to do",
          "the command line names no verb",
          "name one or more of: " + String.join(", ", parsed.commandSpec().subcommands().keySet()));
    }
    runAll(verbs);
    return CommandLine.ExitCode.OK;
  }

  private void runAll(List<CommandLine> verbs) {
    DeltaStore.prepare(store);
    SparkSession spark = SparkSessions.open(store.resolve("_tmp"));
    Map<String, Object> summaries = new LinkedHashMap<>();
    try (DeltaStore tables = DeltaStore.open(spark, store)) {
      JobContext context = new JobContext(spark, tables, Clock.systemUTC(), System.out);
      for (CommandLine verb : verbs) {
        Object summary = ((Job) verb.getCommandSpec().userObject()).run(context);
        summaries.put(verb.getCommandName(), summary);
        report(verb.getCommandName(), summary, summaries);
      }
    } finally {
      spark.stop();
    }
  }

  private void report(String verb, Object summary, Map<String, Object> summaries) {
    try {
      System.out.println(JSON.writeValueAsString(Map.of(verb, summary)));
      if (summaryFile.isPresent()) {
        Files.writeString(summaryFile.get(), JSON.writeValueAsString(summaries));
      }
    } catch (IOException unwritable) {
      throw new UncheckedIOException("could not report on " + verb, unwritable);
    }
  }
}
