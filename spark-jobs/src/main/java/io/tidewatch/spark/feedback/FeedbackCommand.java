package io.tidewatch.spark.feedback;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.spark.CatalogueOption;
import io.tidewatch.spark.Job;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.SummaryOption;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The verb {@code feedback}. */
@Command(
    name = "feedback",
    description = "Lands what controllers have decided, and judges it by what came true.")
public final class FeedbackCommand implements Job {
  @Mixin private CatalogueOption catalogue = new CatalogueOption();

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

  @Mixin private SummaryOption out = new SummaryOption();

  @Override
  public Object run(JobContext context) {
    Catalogue known = catalogue.read();
    Optional<WorkloadId> controller = Optional.ofNullable(from).map(WorkloadId::parse);
    if (days < 1) {
      throw new UserException(
          "--days " + days + " leaves nothing to judge",
          "it is less than 1",
          "name a number of days, or leave it out");
    }
    FeedbackSummary summary = new Feedback(context, known).run(controller, Duration.ofDays(days));
    out.write(summary);
    context.progress().println(summary.text());
    return summary;
  }
}
