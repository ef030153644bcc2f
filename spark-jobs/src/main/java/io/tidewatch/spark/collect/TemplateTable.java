package io.tidewatch.spark.collect;

import static org.apache.spark.sql.functions.col;

import io.tidewatch.domain.WorkloadId;
import io.tidewatch.log.Template;
import io.tidewatch.log.TokenPattern;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.spark.table.RowCodec;
import io.tidewatch.spark.table.SparkTypes;
import io.tidewatch.table.Tables;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.SparkSession;

/** The table log_templates, by workload. */
final class TemplateTable {
  /** A row of the table. */
  record Entry(
      String namespace,
      String kind,
      String workload,
      long number,
      String template,
      String text,
      Instant firstSeen,
      Instant knownAt) {
    static Entry of(WorkloadId workload, long number, Template template, Instant knownAt) {
      return new Entry(
          workload.namespace(),
          workload.kind(),
          workload.name(),
          number,
          template.id(),
          template.pattern().text(),
          Instant.EPOCH.plusNanos(template.firstSeen()),
          knownAt);
    }

    WorkloadId id() {
      return new WorkloadId(namespace, kind, workload);
    }

    Template asTemplate() {
      long nanos = ChronoUnit.NANOS.between(Instant.EPOCH, firstSeen);
      return new Template(template, TokenPattern.parse(text), nanos);
    }
  }

  private static final RowCodec<Entry> CODEC =
      RowCodec.of(Entry.class, SparkTypes.schema(Tables.LOG_TEMPLATES));

  private final DeltaStore store;

  TemplateTable(DeltaStore store) {
    this.store = store;
  }

  /** The number of the newest commit; others write here too. */
  long version() {
    return store.version(Tables.LOG_TEMPLATES);
  }

  void append(SparkSession spark, List<Entry> entries) {
    store.append(Tables.LOG_TEMPLATES, CODEC.rows(spark, entries).coalesce(1));
  }

  /** The templates of some workloads in their order; those that have none are not there. */
  Map<WorkloadId, List<Template>> read(Set<WorkloadId> wanted) {
    Object[] namespaces = wanted.stream().map(WorkloadId::namespace).distinct().toArray();
    Map<WorkloadId, Map<String, Template>> found = new HashMap<>();
    // Two processes may have found one template at once; the first stands for both.
    store
        .read(Tables.LOG_TEMPLATES)
        .where(col("namespace").isin(namespaces))
        .collectAsList()
        .stream()
        .map(CODEC::value)
        .filter(entry -> wanted.contains(entry.id()))
        .sorted(
            Comparator.comparingLong(Entry::number)
                .thenComparing(Entry::knownAt)
                .thenComparing(Entry::template))
        .forEach(
            entry ->
                found
                    .computeIfAbsent(entry.id(), key -> new LinkedHashMap<>())
                    .putIfAbsent(entry.template(), entry.asTemplate()));
    Map<WorkloadId, List<Template>> templates = new HashMap<>();
    found.forEach((workload, byId) -> templates.put(workload, List.copyOf(byId.values())));
    return templates;
  }
}
