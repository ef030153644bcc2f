package io.tidewatch.spark.collect;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;

import io.tidewatch.domain.WorkloadId;
import io.tidewatch.log.Template;
import io.tidewatch.log.TemplateBook;
import io.tidewatch.log.TokenPattern;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.spark.table.RowCodec;
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
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.StructType;

/**
 * The template book of each workload, kept in the table log_templates.
 *
 * <p>New templates are written before any line is given one. A batch that is repeated finds them in
 * its book, so that every line is given the template it had. The books are read anew whenever
 * another process has added to the table.
 */
final class TemplateBooks {
  // Of one batch and workload, so that the driver's memory is bounded; lines beyond are overflow.
  private static final int MOST_PATTERNS = 2_000;

  private static final String OVERFLOW = Template.overflow(0).id();

  private static final StructType GIVEN =
      SparkTypes.schema(
          List.of(
              Column.of("namespace", ColumnType.STRING),
              Column.of("kind", ColumnType.STRING),
              Column.of("workload", ColumnType.STRING),
              Column.of("pattern", ColumnType.STRING),
              Column.of("template", ColumnType.STRING),
              Column.of("first_seen", ColumnType.TIMESTAMP)));

  /** The template of one pattern of a workload. */
  private record Given(
      String namespace,
      String kind,
      String workload,
      String pattern,
      String template,
      Instant firstSeen) {
    static Given of(WorkloadId workload, TokenPattern pattern, Template template) {
      return new Given(
          workload.namespace(),
          workload.kind(),
          workload.name(),
          pattern.text(),
          template.id(),
          Instant.EPOCH.plusNanos(template.firstSeen()));
    }
  }

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

  /** The entries of a batch with the columns {@code template} and {@code first_seen}. */
  Dataset<Row> assign(Dataset<Row> entries) {
    Map<WorkloadId, Map<TokenPattern, Long>> patterns = patterns(entries);
    load(patterns.keySet());
    List<Given> given = new ArrayList<>();
    List<TemplateTable.Entry> fresh = new ArrayList<>();
    Map<WorkloadId, TemplateBook> next = new HashMap<>();
    patterns.forEach(
        (workload, firstTimes) -> {
          TemplateBook before = books.get(workload);
          TemplateBook.Assignment assigned = before.assign(firstTimes);
          fresh.addAll(fresh(workload, before, assigned.next()));
          next.put(workload, assigned.next());
          assigned
              .templates()
              .forEach((pattern, template) -> given.add(Given.of(workload, pattern, template)));
        });
    if (!fresh.isEmpty()) {
      table.append(entries.sparkSession(), fresh);
      seen = table.version();
    }
    books.putAll(next);
    return joined(entries, given);
  }

  private static Map<WorkloadId, Map<TokenPattern, Long>> patterns(Dataset<Row> entries) {
    List<Row> rows =
        entries
            .groupBy("namespace", "kind", "workload", "pattern")
            .agg(min("ts").as("first"))
            .withColumn(
                "place",
                row_number()
                    .over(Window.partitionBy("namespace", "kind", "workload").orderBy("pattern")))
            .where(col("place").leq(MOST_PATTERNS))
            .collectAsList();
    Map<WorkloadId, Map<TokenPattern, Long>> patterns = new HashMap<>();
    for (Row row : rows) {
      WorkloadId workload = new WorkloadId(row.getString(0), row.getString(1), row.getString(2));
      patterns
          .computeIfAbsent(workload, key -> new HashMap<>())
          .merge(
              TokenPattern.parse(row.getString(3)),
              ChronoUnit.NANOS.between(Instant.EPOCH, row.getTimestamp(4).toInstant()),
              Math::min);
    }
    return patterns;
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

  private List<TemplateTable.Entry> fresh(
      WorkloadId workload, TemplateBook before, TemplateBook next) {
    Set<String> known = before.templates().stream().map(Template::id).collect(Collectors.toSet());
    List<TemplateTable.Entry> fresh = new ArrayList<>();
    long number = 0;
    for (Template template : next.templates()) {
      if (!known.contains(template.id())) {
        fresh.add(TemplateTable.Entry.of(workload, number, template, clock.instant()));
      }
      number++;
    }
    return fresh;
  }

  // What was beyond the most patterns is overflow, and never looks new.
  private static Dataset<Row> joined(Dataset<Row> entries, List<Given> given) {
    Dataset<Row> templates = RowCodec.of(Given.class, GIVEN).rows(entries.sparkSession(), given);
    String[] key = {"namespace", "kind", "workload", "pattern"};
    return entries
        .join(broadcast(templates), key, "left")
        .withColumn("template", coalesce(col("template"), lit(OVERFLOW)))
        .withColumn("first_seen", coalesce(col("first_seen"), lit(new Timestamp(0))));
  }
}
