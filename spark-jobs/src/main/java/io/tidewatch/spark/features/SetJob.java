package io.tidewatch.spark.features;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.WorkloadSpec;
import io.tidewatch.source.StepRange;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.Progress;
import io.tidewatch.spark.table.AddedRows;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.spark.table.Seen;
import io.tidewatch.spark.table.SparkTypes;
import io.tidewatch.spark.table.TableFiles;
import io.tidewatch.table.Tables;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Computes what is missing of one feature set, a few days at a time. */
final class SetJob {
  private final JobContext context;
  private final DeltaStore store;
  private final Catalogue catalogue;
  private final VectorSet set;
  private final Clockwork clockwork;

  SetJob(JobContext context, Catalogue catalogue, VectorSet set) {
    this.context = context;
    this.store = context.store();
    this.catalogue = catalogue;
    this.set = set;
    this.clockwork = Clockwork.of(catalogue.timescale());
  }

  /** Adds the rows that are missing and returns how many there were. */
  long run() {
    FeatureWork work = new FeatureWork(store, catalogue, set);
    Covered now = work.now();
    Worklist wanted = work.since(Covered.read(store, set), now);
    List<StepRange> portions = wanted.isEmpty() ? List.of() : portions(wanted);
    Progress progress = Progress.of(context, set.features().name(), portions.size());
    long rows = 0;
    for (StepRange steps : portions) {
      rows += append(wanted.within(steps));
      progress.done(portions.indexOf(steps) + 1L, rows);
    }
    progress.end();
    now.write(store, set);
    return rows;
  }

  // Days that are over or not yet there hold no input, hence no vector.
  private List<StepRange> portions(Worklist wanted) {
    TreeSet<LocalDate> days = new TreeSet<>();
    for (String folder :
        new TableFiles(context.spark(), store, Tables.METRICS).byFolder().keySet()) {
      days.add(LocalDate.parse(folder));
    }
    if (set == VectorSet.LOG) {
      new TableFiles(context.spark(), store, Tables.LOG_COUNTS)
          .byFolder()
          .keySet()
          .forEach(folder -> days.add(LocalDate.parse(folder)));
    }
    List<StepRange> portions = new ArrayList<>();
    LocalDate last = days.isEmpty() ? LocalDate.MIN : days.last();
    LocalDate day = clockwork.day(wanted.first().orElseThrow());
    while (!day.isAfter(last)) {
      LocalDate end = day.plusDays(set.daysAtOnce());
      LocalDate next = end.isAfter(last) ? last.plusDays(1) : end;
      StepRange steps = new StepRange(clockwork.before(day), clockwork.before(next));
      if (!wanted.within(steps).isEmpty()) {
        portions.add(steps);
      }
      day = end;
    }
    return portions;
  }

  private long append(Worklist part) {
    long first = part.first().orElseThrow();
    long last = part.last().orElseThrow();
    Vectors plan = new Vectors(set, part, first - set.lookBack(), last, clockwork);
    Dataset<Row> fresh =
        FreshRows.of(
            computed(plan),
            store.read(Tables.FEATURES),
            plan,
            new StepRange(first - 1, last),
            context.clock().instant());
    AddedRows features = new AddedRows(store, Tables.FEATURES);
    Seen before = features.now();
    store.append(Tables.FEATURES, fresh);
    return features.countSince(before);
  }

  private Dataset<Row> computed(Vectors plan) {
    StepRange read = new StepRange(plan.first() - 1, plan.until());
    Dataset<Row> metrics = Inputs.within(store.read(Tables.METRICS), read, clockwork);
    if (set == VectorSet.DEMAND) {
      return demand(metrics, plan);
    }
    if (set == VectorSet.HEALTH) {
      Dataset<Row> inputs = HealthRows.inputs(metrics);
      return perWorkload(HealthRows.columns(inputs, clockwork), plan, new HealthRows(plan));
    }
    Dataset<Row> counts = Inputs.within(store.read(Tables.LOG_COUNTS), read, clockwork);
    Dataset<Row> inputs =
        LogRows.columns(LogRows.signs(metrics), LogRows.counts(counts), clockwork);
    LogGaps gaps = LogGaps.read(store, catalogue);
    return perWorkload(inputs, plan, new LogRows(plan, gaps));
  }

  private Dataset<Row> demand(Dataset<Row> metrics, Vectors plan) {
    Map<String, ZoneId> zones = new HashMap<>();
    List<WorkloadSpec> specs =
        catalogue.workloads().stream()
            .filter(spec -> plan.wanted().workloads().contains(spec.workload().toString()))
            .toList();
    specs.forEach(spec -> zones.put(spec.workload().toString(), spec.zone()));
    DemandRows rows = new DemandRows(plan, zones);
    return context
        .spark()
        .createDataFrame(
            StoredDemand.of(metrics, specs, catalogue.timescale())
                .flatMap(pair -> rows.of(pair._1(), pair._2())),
            SparkTypes.schema(Tables.FEATURES));
  }

  private Dataset<Row> perWorkload(
      Dataset<Row> inputs, Vectors plan, FlatMapGroupsFunction<String, Row, Row> rows) {
    return inputs
        .join(functions.broadcast(names(plan.wanted().workloads())), "name")
        .groupByKey((MapFunction<Row, String>) row -> row.getString(0), Encoders.STRING())
        .flatMapGroups(rows, Encoders.row(SparkTypes.schema(Tables.FEATURES)));
  }

  private Dataset<Row> names(Set<String> workloads) {
    return context.spark().createDataset(List.copyOf(workloads), Encoders.STRING()).toDF("name");
  }
}
