package io.tidewatch.spark.collect;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import io.tidewatch.domain.WorkloadId;
import io.tidewatch.log.Template;
import io.tidewatch.log.TemplateBook;
import io.tidewatch.log.TokenPattern;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.spark.table.SparkTypes;
import io.tidewatch.table.Column;
import io.tidewatch.table.ColumnType;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The template book of each workload, kept in the table log_templates.
 *
 * <p>New templates are written before any line is given one. A batch that is repeated finds them in
 * its book, so that every line is given the template it had. The books are read anew whenever
 * another process has added to the table. What the books know is found where the lines are; only
 * patterns that are new come to the driver, and of those no more than {@link FreshPatterns} holds.
 */
final class TemplateBooks {
  private static final String OVERFLOW = Template.overflow(0).id();

  private static final StructType GIVEN =
      SparkTypes.schema(
          List.of(
              Column.of("template", ColumnType.STRING),
              Column.of("first_seen", ColumnType.TIMESTAMP)));

  private final TemplateTable table;
  private final TemplateBook.Limits limits;
  private final Clock clock;
  private final Map<WorkloadId, TemplateBook> books = new HashMap<>();
  private long seen = -1;

  TemplateBooks(DeltaStore store, TemplateBook.Limits limits, Clock clock) {
    this.table = new TemplateTable(store);
    this.limits = limits;
    this.clock = clock;
  }

  /** How many templates the workloads of the batches so far have, together. */
  long known() {
    return books.values().stream().mapToLong(book -> book.templates().size()).sum();
  }

  /** The entries of a batch with the columns {@code template} and {@code first_seen}. */
  Dataset<Row> assign(Dataset<Row> entries) {
    Set<WorkloadId> workloads = workloads(entries);
    load(workloads);
    add(entries.sparkSession(), fresh(found(entries, workloads)));
    // What was beyond the most patterns is overflow, and never looks new.
    return found(entries, workloads)
        .withColumn("template", coalesce(col("given.template"), lit(OVERFLOW)))
        .withColumn("first_seen", coalesce(col("given.first_seen"), lit(new Timestamp(0))))
        .drop("given");
  }

  private static Set<WorkloadId> workloads(Dataset<Row> entries) {
    return entries.select("namespace", "kind", "workload").distinct().collectAsList().stream()
        .map(row -> new WorkloadId(row.getString(0), row.getString(1), row.getString(2)))
        .collect(Collectors.toSet());
  }

  private void load(Set<WorkloadId> wanted) {
    long now = table.version();
    if (now != seen) {
      books.clear();
      seen = now;
    }
    Set<WorkloadId> missing = new HashSet<>(wanted);
    missing.removeAll(books.keySet());
    if (missing.isEmpty()) {
      return;
    }
    Map<WorkloadId, List<Template>> found = table.read(missing);
    missing.forEach(
        workload ->
            books.put(workload, TemplateBook.of(limits, found.getOrDefault(workload, List.of()))));
  }

  /** The entries with what the books give them. */
  private Dataset<Row> found(Dataset<Row> entries, Set<WorkloadId> workloads) {
    Map<WorkloadId, TemplateBook> wanted = new HashMap<>(books);
    wanted.keySet().retainAll(workloads);
    KnownTemplates known = new KnownTemplates(limits, wanted);
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(entries.sparkSession().sparkContext());
    KnownTemplates.Lookup lookup = new KnownTemplates.Lookup(context.broadcast(known));
    return entries.withColumn(
        "given",
        udf(lookup, GIVEN).apply(col("namespace"), col("kind"), col("workload"), col("pattern")));
  }

  private static FreshPatterns fresh(Dataset<Row> found) {
    return found
        .where(col("given").isNull())
        .select("namespace", "kind", "workload", "pattern", "ts")
        .javaRDD()
        .treeAggregate(
            new FreshPatterns(),
            (patterns, row) ->
                patterns.add(
                    row.getString(0),
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    ChronoUnit.NANOS.between(Instant.EPOCH, row.getTimestamp(4).toInstant())),
            FreshPatterns::and);
  }

  private void add(SparkSession spark, FreshPatterns patterns) {
    List<TemplateTable.Entry> entries = new ArrayList<>();
    Map<WorkloadId, TemplateBook> next = new HashMap<>();
    for (Map.Entry<WorkloadId, Map<TokenPattern, Long>> one : patterns.all().entrySet()) {
      TemplateBook before = books.get(one.getKey());
      TemplateBook after = before.assign(one.getValue()).next();
      entries.addAll(added(one.getKey(), before, after));
      next.put(one.getKey(), after);
    }
    if (!entries.isEmpty()) {
      table.append(spark, entries);
      seen = table.version();
    }
    books.putAll(next);
  }

  private List<TemplateTable.Entry> added(
      WorkloadId workload, TemplateBook before, TemplateBook after) {
    Set<String> known = before.templates().stream().map(Template::id).collect(Collectors.toSet());
    List<TemplateTable.Entry> added = new ArrayList<>();
    long number = 0;
    for (Template template : after.templates()) {
      if (!known.contains(template.id())) {
        added.add(TemplateTable.Entry.of(workload, number, template, clock.instant()));
      }
      number++;
    }
    return added;
  }
}
