package io.tidewatch.spark.bench;

import io.tidewatch.spark.Job;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.SummaryFile;
import io.tidewatch.spark.train.TrainingSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One measurement in a process of its own, started by {@link ReachBench}. */
@Command(name = "measure", hidden = true, description = "One measurement of bench.")
public final class MeasureCommand implements Job {
  /** What can be measured; named unlike any verb, which could follow on the same line. */
  enum Part {
    SERIES,
    HISTORY,
    FRESHNESS,
    WORKLOADS,
    TRAINING,
    FOREST
  }

  @Option(
      names = "--part",
      required = true,
      description = "series, history, freshness, workloads, training or forest")
  private Part part;

  @Option(names = "--size", required = true, description = "Series or workloads.")
  private int size;

  @Option(names = "--amount", required = true, description = "Rows, days, seconds or steps.")
  private long amount;

  @Option(names = "--runs", description = "How often.")
  private int runs = 1;

  @Option(names = "--url", description = "Where the generated series are served.")
  private URI url;

  @Option(names = "--set", description = "The feature set.")
  private String set = "demand";

  @Option(names = "--thin", description = "Also with thinned older rows.")
  private boolean thin;

  @Option(names = "--trees", description = "Trees of each forecaster.")
  private int trees = TrainingSettings.DEFAULT.trees();

  @Option(names = "--out", required = true, description = "The file for the result.")
  private Path out;

  @Override
  public Object run(JobContext context) {
    Map<String, Object> result =
        switch (part) {
          case SERIES -> new IngestMeasure(context, source(), amount, runs).measure();
          case HISTORY -> new HistoryMeasure(context, source(), (int) amount).measure();
          case FRESHNESS ->
              new FreshnessMeasure(context, source(), Duration.ofSeconds(amount)).measure();
          case TRAINING -> new TrainMeasure(context, size, (int) amount, thin, trees).measure();
          case FOREST -> new ForestMeasure(context, size, runs).measure();
          case WORKLOADS -> new FeaturesMeasure(context, set, size, (int) amount, runs).measure();
        };
    SummaryFile.write(out, result);
    return result;
  }

  private GeneratedSource source() {
    return new GeneratedSource(new GeneratedSeries(size), url);
  }
}
