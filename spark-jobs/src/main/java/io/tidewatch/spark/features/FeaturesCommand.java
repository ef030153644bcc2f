package io.tidewatch.spark.features;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.UserException;
import io.tidewatch.feature.FeatureSet;
import io.tidewatch.spark.CatalogueOption;
import io.tidewatch.spark.Job;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.SummaryOption;
import io.tidewatch.spark.table.Role;
import io.tidewatch.table.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The verb {@code features}. */
@Command(
    name = "features",
    description = "Computes the features of every step that has none yet or whose inputs changed.")
public final class FeaturesCommand implements Job {
  @Mixin private CatalogueOption catalogue = new CatalogueOption();

  @Option(
      names = "--sets",
      paramLabel = "SET",
      split = ",",
      description = "demand, health, log: only those (default: all that have inputs).")
  private List<String> sets = List.of();

  @Mixin private SummaryOption out = new SummaryOption();

  /** What was done. */
  record Summary(long rows, List<SetSummary> sets, double seconds) {}

  /** What was done of one set. */
  record SetSummary(String name, int version, String fingerprint, int size, long rows) {}

  @Override
  public Object run(JobContext context) {
    Instant began = context.clock().instant();
    List<VectorSet> asked = asked();
    Catalogue known = catalogue.read();
    context.store().claim(Role.FEATURES);
    context.store().read(Tables.METRICS);
    context.store().create(Tables.FEATURES);
    List<SetSummary> done = new ArrayList<>();
    for (VectorSet set : asked) {
      if (new FeatureWork(context.store(), known, set).hasInputs()) {
        done.add(summary(set, new SetJob(context, known, set).run()));
      }
    }
    long rows = done.stream().mapToLong(SetSummary::rows).sum();
    double seconds = Duration.between(began, context.clock().instant()).toMillis() / 1_000.0;
    Summary summary = new Summary(rows, done, seconds);
    context.progress().println(text(summary));
    out.write(summary);
    return summary;
  }

  private List<VectorSet> asked() {
    List<String> names = Stream.of(VectorSet.values()).map(set -> set.features().name()).toList();
    List<String> unknown = sets.stream().filter(name -> !names.contains(name)).toList();
    if (!unknown.isEmpty()) {
      throw new UserException(
          "there is no feature set " + String.join(", ", unknown),
          "--sets names something else than a set",
          "name one or more of: " + String.join(", ", names));
    }
    return Stream.of(VectorSet.values())
        .filter(set -> sets.isEmpty() || sets.contains(set.features().name()))
        .toList();
  }

  private static SetSummary summary(VectorSet set, long rows) {
    FeatureSet<?> features = set.features();
    return new SetSummary(
        features.name(), features.version(), features.fingerprint(), features.size(), rows);
  }

  private static String text(SetSummary set) {
    return String.format(Locale.ROOT, "%s %,d of %d features", set.name(), set.rows(), set.size());
  }

  private static String text(Summary summary) {
    String sets =
        summary.sets().stream().map(FeaturesCommand::text).collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "features: %,d new rows (%s) in %.1f s",
        summary.rows(),
        sets,
        summary.seconds());
  }
}
