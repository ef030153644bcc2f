package io.tidewatch.spark.maintain;

import io.tidewatch.spark.Job;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.SummaryFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The verb {@code inspect}. */
@Command(
    name = "inspect",
    description = "Shows what is in the store: spans, rows, series, freshness, files and gaps.")
public final class InspectCommand implements Job {
  @Option(names = "--json", description = "Print one line of JSON instead of tables.")
  private boolean json;

  @Option(names = "--check", description = "Also count the values that have landed twice.")
  private boolean check;

  @Override
  public Object run(JobContext context) {
    Inspection.Facts facts = new Inspection(context).run(check);
    context.progress().print(json ? SummaryFile.line(facts) + "\n" : InspectionText.of(facts));
    context.progress().flush();
    return facts;
  }

  @Override
  public boolean printsItself() {
    return true;
  }
}
