package io.tidewatch.spark.features;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.WorkloadSpec;
import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.feature.DemandView;
import io.tidewatch.feature.FeatureSet;
import io.tidewatch.source.CatalogueFile;
import io.tidewatch.spark.CataloguePath;
import io.tidewatch.spark.Job;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.SummaryFile;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.spark.table.Role;
import io.tidewatch.table.Tables;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The verb {@code features}. */
@Command(
    name = "features",
    description = "Computes the demand features of every step that has none yet.")
public final class FeaturesCommand implements Job {
  @Option(
      names = "--catalogue",
      paramLabel = "FILE",
      required = true,
      converter = CataloguePath.class,
      description = "The YAML file that says which workloads there are.")
  private Path catalogue;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Also write the summary into features.json of this folder.")
  private Path out;

  /** What was done. */
  record Summary(long rows, FeatureSetSummary featureSet, double seconds) {}

  /** Which features. */
  record FeatureSetSummary(String name, int version, String fingerprint, int size) {}

  @Override
  public Object run(JobContext context) {
    Instant began = context.clock().instant();
    Catalogue known = CatalogueFile.read(catalogue);
    context.store().claim(Role.FEATURES);
    Map<String, Long> newest = newestSteps(context.store(), known);
    Dataset<Row> fresh = FeatureRows.of(context.spark(), context.store(), known, newest).cache();
    long rows = fresh.count();
    if (rows > 0) {
      context.store().append(Tables.FEATURES, fresh);
    }
    fresh.unpersist();
    FeatureSet<DemandView> set = DemandFeatures.set();
    double seconds = Duration.between(began, context.clock().instant()).toMillis() / 1_000.0;
    Summary summary =
        new Summary(
            rows,
            new FeatureSetSummary(set.name(), set.version(), set.fingerprint(), set.size()),
            seconds);
    context
        .progress()
        .println(
            String.format(
                Locale.ROOT,
                "features: %,d new rows of %d features in %.1f s",
                rows,
                set.size(),
                seconds));
    if (out != null) {
      SummaryFile.write(out.resolve("features.json"), summary);
    }
    return summary;
  }

  /** The newest step per workload that has a vector of the present feature set. */
  private static Map<String, Long> newestSteps(DeltaStore store, Catalogue catalogue) {
    Map<String, Long> newest = new HashMap<>();
    if (!store.exists(Tables.FEATURES)) {
      return newest;
    }
    store
        .read(Tables.FEATURES)
        .where(functions.col("feature_set").equalTo(FeatureRows.SET_NAME))
        .groupBy("workload")
        .agg(functions.max("ts"))
        .collectAsList()
        .forEach(
            row ->
                newest.put(
                    row.getString(0),
                    catalogue.timescale().stepIndex(row.getTimestamp(1).toInstant())));
    newest.keySet().retainAll(catalogue.workloads().stream().map(FeaturesCommand::name).toList());
    return newest;
  }

  private static String name(WorkloadSpec spec) {
    return spec.workload().toString();
  }
}
