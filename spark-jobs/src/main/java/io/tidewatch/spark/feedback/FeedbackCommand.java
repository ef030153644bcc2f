package io.tidewatch.spark.feedback;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.source.CatalogueFile;
import io.tidewatch.spark.CataloguePath;
import io.tidewatch.spark.Job;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.SummaryFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The verb {@code feedback}. */
@Command(
    name = "feedback",
    description = "Lands what controllers have decided, and judges it by what came true.")
public final class FeedbackCommand implements Job {
  @Option(
      names = "--catalogue",
      paramLabel = "FILE",
      required = true,
      converter = CataloguePath.class,
      description = "The YAML file that says which workloads there are.")
  private Path catalogue;

  @Option(
      names = "--from",
      paramLabel = "NS/NAME",
      description = "The controller's workload: decision lines of others do not count.")
  private String from;

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "How far back days and hours are judged again (default: 2).")
  private int days = 2;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Also write the summary into feedback.json of this folder.")
  private Path out;

  @Override
  public Object run(JobContext context) {
    Catalogue known = CatalogueFile.read(catalogue);
    Optional<WorkloadId> controller = Optional.ofNullable(from).map(WorkloadId::parse);
    if (days < 1) {
      throw new UserException(
          "--days " + days + " leaves nothing to judge",
          "it is less than 1",
          "name a number of days, or leave it out");
    }
    FeedbackSummary summary = new Feedback(context, known).run(controller, Duration.ofDays(days));
    if (out != null) {
      SummaryFile.write(out.resolve("feedback.json"), summary);
    }
    context.progress().println(summary.text());
    return summary;
  }
}
