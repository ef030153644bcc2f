package io.tidewatch.spark.maintain;

import io.tidewatch.spark.Job;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.SummaryOption;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The verb {@code maintain}. */
@Command(
    name = "maintain",
    description = "Deletes expired rows, makes few files of many, and removes what nobody needs.")
public final class MaintainCommand implements Job {
  @Option(
      names = "--retention",
      paramLabel = "TABLE=DAYS",
      description = "Keep a table's rows so long (default: 90 days, gaps 365).")
  private Map<String, Integer> retention = new HashMap<>();

  @Option(
      names = "--files-per-day",
      paramLabel = "N",
      description = "Compact a day that has more files (default: 4).")
  private int filesPerDay = MaintainSettings.FILES_PER_DAY;

  @Option(
      names = "--keep-hours",
      paramLabel = "N",
      description = "Keep replaced files so long for whoever reads them (default: 168).")
  private int keepHours = MaintainSettings.KEEP_HOURS;

  @Mixin private SummaryOption out = new SummaryOption();

  @Override
  public Object run(JobContext context) {
    MaintainSettings settings = new MaintainSettings(retention, filesPerDay, keepHours);
    Maintenance.Summary done = new Maintenance(context, settings).run();
    done.tables().forEach(table -> tell(context, table));
    done.postponed()
        .forEach(
            table ->
                context
                    .progress()
                    .println("maintain: " + table + " was being changed; the next run sees to it"));
    out.write(done);
    return done;
  }

  private static void tell(JobContext context, Maintenance.TableSummary table) {
    context
        .progress()
        .printf(
            "maintain: %s: %,d rows deleted, %d files became %d, %d leftovers removed%n",
            table.table(),
            table.rowsDeleted(),
            table.filesBefore(),
            table.filesAfter(),
            table.leftovers());
  }
}
