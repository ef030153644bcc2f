package io.tidewatch.spark.faults;

import io.tidewatch.spark.Job;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.table.DeltaStore;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;

/** A verb in the process of the test, which is as good as one of its own and starts sooner. */
public final class JobHere {
  private JobHere() {}

  /** Runs it to its end; what it has said. */
  public static String run(Job verb, SparkSession spark, DeltaStore store, List<String> words) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    new CommandLine(verb).parseArgs(words.toArray(String[]::new));
    verb.run(new JobContext(spark, store, Clock.systemUTC(), out));
    return said.toString(StandardCharsets.UTF_8);
  }
}
