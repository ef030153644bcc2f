package io.tidewatch.spark.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.WorkloadSpec;
import io.tidewatch.feature.HealthFeatures;
import io.tidewatch.spark.table.AddedRows;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.spark.table.Seen;
import io.tidewatch.table.TableContract;
import io.tidewatch.table.Tables;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Finds out which vectors of a set may be missing or other than they were: those that depend on
 * rows that were added since the last run, by ingest, a repair or a backfill, and all of the
 * workloads that are new in the catalogue.
 */
final class FeatureWork {
  private final DeltaStore store;
  private final Catalogue catalogue;
  private final VectorSet set;
  private final Map<String, String> workloads;
  private final Map<String, String> demands = new HashMap<>();

  FeatureWork(DeltaStore store, Catalogue catalogue, VectorSet set) {
    this.store = store;
    this.catalogue = catalogue;
    this.set = set;
    this.workloads =
        catalogue.workloads().stream()
            .collect(Collectors.toMap(spec -> spec.workload().toString(), this::dependsOn));
    catalogue.workloads().forEach(spec -> demands.put(spec.workload().toString(), spec.demand()));
  }

  /** Whether there is anything at all that the set could be computed from. */
  boolean hasInputs() {
    Set<String> queries =
        catalogue.queries().stream().map(query -> query.name()).collect(Collectors.toSet());
    return switch (set) {
      case DEMAND -> true;
      case HEALTH -> HealthFeatures.inputs().stream().anyMatch(queries::contains);
      case LOG -> store.exists(Tables.LOG_COUNTS);
    };
  }

  /** What the tables hold now; call it before reading anything, so that nothing is missed. */
  Covered now() {
    Map<String, Seen> inputs = new TreeMap<>();
    tables().forEach(table -> inputs.put(table.name(), new AddedRows(store, table).now()));
    String features = new AddedRows(store, Tables.FEATURES).now().table();
    return new Covered(features, inputs, workloads);
  }

  /** The vectors to compute, given what an earlier run has left. */
  Worklist since(Optional<Covered> left, Covered now) {
    Optional<Covered> covered = left.filter(c -> c.features().equals(now.features()));
    Map<String, String> known = covered.map(Covered::workloads).orElse(Map.of());
    Predicate<String> isNew = name -> !workloads.get(name).equals(known.get(name));
    Worklist work = new Worklist();
    for (TableContract table : tables()) {
      Optional<Dataset<Row>> added =
          covered
              .flatMap(c -> Optional.ofNullable(c.inputs().get(table.name())))
              .flatMap(seen -> new AddedRows(store, table).since(seen));
      if (added.isEmpty() || workloads.keySet().stream().anyMatch(isNew)) {
        add(work, table, store.read(table), name -> added.isEmpty() || isNew.test(name));
      }
      added.ifPresent(rows -> add(work, table, rows, isNew.negate()));
    }
    return work;
  }

  private List<TableContract> tables() {
    List<TableContract> tables =
        set == VectorSet.LOG
            ? List.of(Tables.METRICS, Tables.LOG_COUNTS, Tables.GAPS)
            : List.of(Tables.METRICS);
    return tables.stream().filter(store::exists).toList();
  }

  private String dependsOn(WorkloadSpec spec) {
    return set == VectorSet.DEMAND ? spec.demand() + " in " + spec.zone() : "";
  }

  private void add(
      Worklist work, TableContract table, Dataset<Row> rows, Predicate<String> wanted) {
    if (table == Tables.GAPS) {
      addGaps(work, rows, wanted);
      return;
    }
    Timescale timescale = catalogue.timescale();
    relevant(table, rows)
        .groupBy(Inputs.workload().as("name"), metric(), col("day"))
        .agg(min("ts"), max("ts"))
        .collectAsList()
        .forEach(
            row -> {
              String name = row.getString(0);
              if (isOurs(name, row.getString(1)) && wanted.test(name)) {
                work.add(
                    name,
                    timescale.stepIndex(row.getTimestamp(3).toInstant()),
                    timescale.stepIndex(row.getTimestamp(4).toInstant()),
                    set);
              }
            });
  }

  private void addGaps(Worklist work, Dataset<Row> rows, Predicate<String> wanted) {
    Timescale timescale = catalogue.timescale();
    for (Row row :
        LogGaps.rows(rows, catalogue).select("from_ts", "to_ts").distinct().collectAsList()) {
      long first = timescale.stepIndex(row.getTimestamp(0).toInstant()) + 1;
      long last = timescale.stepIndex(row.getTimestamp(1).toInstant());
      workloads.keySet().stream().filter(wanted).forEach(name -> work.add(name, first, last, set));
    }
  }

  private Dataset<Row> relevant(TableContract table, Dataset<Row> rows) {
    if (table == Tables.LOG_COUNTS) {
      return LogRows.counts(rows);
    }
    return switch (set) {
      case DEMAND -> StoredDemand.inputs(rows, demands.values());
      case HEALTH -> HealthRows.inputs(rows);
      case LOG -> LogRows.signs(rows);
    };
  }

  private Column metric() {
    return set == VectorSet.DEMAND ? col("metric") : lit("").as("metric");
  }

  private boolean isOurs(String name, String metric) {
    return workloads.containsKey(name)
        && (set != VectorSet.DEMAND || metric.equals(demands.get(name)));
  }
}
