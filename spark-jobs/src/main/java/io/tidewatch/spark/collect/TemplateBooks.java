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
import io.tidewatch.table.Tables;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;

/**
 * The template book of each workload, kept in the table log_templates.
 *
 * <p>New templates are written before any line is given one. A batch that is repeated finds them in
 * its book, so that every line is given the template it had. The books are read anew whenever
 * another process has added to the table.
 */
final class TemplateBooks {
  /** Of one batch and workload; what is beyond has no template of its own. */
  private static final int MOST_PATTERNS = 2_000;

  private static final String OVERFLOW = "overflow";
  private static final String[] WORKLOAD = {"namespace", "kind", "workload"};
  private static final String[] PATTERN = {"namespace", "kind", "workload", "pattern"};

  /** A row of the table. */
  private record Entry(
      String namespace,
      String kind,
      String workload,
      long number,
      String template,
      String text,
      Instant firstSeen,
      Instant knownAt) {
    WorkloadId id() {
      return new WorkloadId(namespace, kind, workload);
    }

    Template asTemplate() {
      long nanos = ChronoUnit.NANOS.between(Instant.EPOCH, firstSeen);
      return new Template(template, TokenPattern.parse(text), nanos);
    }
  }

  /** The template of one pattern of a workload. */
  private record Given(
      String namespace,
      String kind,
      String workload,
      String pattern,
      String template,
      Instant firstSeen) {}

  private static final RowCodec<Entry> CODEC =
      RowCodec.of(Entry.class, SparkTypes.schema(Tables.LOG_TEMPLATES));

  private final DeltaStore store;
  private final TemplateBook.Limits limits;
  private final Clock clock;
  private final Map<WorkloadId, TemplateBook> books = new HashMap<>();
  private long seen = -1;

  TemplateBooks(DeltaStore store, TemplateBook.Limits limits, Clock clock) {
    this.store = store;
    this.limits = limits;
    this.clock = clock;
  }

  /** The entries of a batch with the columns {@code template} and {@code first_seen}. */
  Dataset<Row> assign(Dataset<Row> entries) {
    Map<WorkloadId, Map<TokenPattern, Long>> patterns = patterns(entries);
    load(patterns.keySet());
    List<Given> given = new ArrayList<>();
    List<Entry> fresh = new ArrayList<>();
    Map<WorkloadId, TemplateBook> next = new HashMap<>();
    patterns.forEach(
        (workload, firstTimes) -> {
          TemplateBook before = book(workload);
          TemplateBook.Assignment assigned = before.assign(firstTimes);
          fresh.addAll(fresh(workload, before, assigned.next()));
          next.put(workload, assigned.next());
          assigned.templates().forEach((p, template) -> given.add(given(workload, p, template)));
        });
    if (!fresh.isEmpty()) {
      store.append(Tables.LOG_TEMPLATES, CODEC.rows(spark(entries), fresh).coalesce(1));
      seen = store.version(Tables.LOG_TEMPLATES);
    }
    books.putAll(next);
    return joined(entries, given);
  }

  private Map<WorkloadId, Map<TokenPattern, Long>> patterns(Dataset<Row> entries) {
    List<Row> rows =
        entries
            .groupBy("namespace", "kind", "workload", "pattern")
            .agg(min("ts").as("first"))
            .withColumn(
                "place", row_number().over(Window.partitionBy(cols(WORKLOAD)).orderBy("pattern")))
            .where(col("place").leq(MOST_PATTERNS))
            .collectAsList();
    Map<WorkloadId, Map<TokenPattern, Long>> patterns = new HashMap<>();
    for (Row row : rows) {
      long nanos = ChronoUnit.NANOS.between(Instant.EPOCH, row.getTimestamp(4).toInstant());
      patterns
          .computeIfAbsent(workload(row), key -> new LinkedHashMap<>())
          .merge(TokenPattern.parse(row.getString(3)), nanos, Math::min);
    }
    return patterns;
  }

  private void load(Set<WorkloadId> wanted) {
    long now = store.version(Tables.LOG_TEMPLATES);
    if (now != seen) {
      books.clear();
      seen = now;
    }
    Set<WorkloadId> missing = new HashSet<>(wanted);
    missing.removeAll(books.keySet());
    if (missing.isEmpty()) {
      return;
    }
    Map<WorkloadId, Map<String, Template>> found = new HashMap<>();
    String[] namespaces =
        missing.stream().map(WorkloadId::namespace).distinct().toArray(String[]::new);
    // Two processes may have found one template at once; the first stands for both.
    store
        .read(Tables.LOG_TEMPLATES)
        .where(col("namespace").isin((Object[]) namespaces))
        .collectAsList()
        .stream()
        .map(CODEC::value)
        .filter(entry -> missing.contains(entry.id()))
        .sorted(
            Comparator.comparingLong(Entry::number)
                .thenComparing(Entry::knownAt)
                .thenComparing(Entry::template))
        .forEach(
            entry ->
                found
                    .computeIfAbsent(entry.id(), key -> new LinkedHashMap<>())
                    .putIfAbsent(entry.template(), entry.asTemplate()));
    missing.forEach(
        workload ->
            books.put(
                workload,
                TemplateBook.of(
                    limits, List.copyOf(found.getOrDefault(workload, Map.of()).values()))));
  }

  private TemplateBook book(WorkloadId workload) {
    return books.getOrDefault(workload, TemplateBook.empty(limits));
  }

  private List<Entry> fresh(WorkloadId workload, TemplateBook before, TemplateBook next) {
    Set<String> known = new HashSet<>();
    before.templates().forEach(template -> known.add(template.id()));
    List<Entry> fresh = new ArrayList<>();
    long number = 0;
    for (Template template : next.templates()) {
      if (!known.contains(template.id())) {
        fresh.add(
            new Entry(
                workload.namespace(),
                workload.kind(),
                workload.name(),
                number,
                template.id(),
                template.pattern().text(),
                time(template),
                clock.instant()));
      }
      number++;
    }
    return fresh;
  }

  private static Given given(WorkloadId workload, TokenPattern pattern, Template template) {
    return new Given(
        workload.namespace(),
        workload.kind(),
        workload.name(),
        pattern.text(),
        template.id(),
        time(template));
  }

  // What was beyond the most patterns is overflow, which is never new.
  private static Dataset<Row> joined(Dataset<Row> entries, List<Given> given) {
    Dataset<Row> templates = RowCodec.of(Given.class, GIVEN).rows(spark(entries), given);
    return entries
        .join(broadcast(templates), PATTERN, "left")
        .withColumn("template", coalesce(col("template"), lit(OVERFLOW)))
        .withColumn("first_seen", coalesce(col("first_seen"), lit(new Timestamp(0))));
  }

  private static final org.apache.spark.sql.types.StructType GIVEN =
      SparkTypes.schema(
          List.of(
              io.tidewatch.table.Column.of("namespace", io.tidewatch.table.ColumnType.STRING),
              io.tidewatch.table.Column.of("kind", io.tidewatch.table.ColumnType.STRING),
              io.tidewatch.table.Column.of("workload", io.tidewatch.table.ColumnType.STRING),
              io.tidewatch.table.Column.of("pattern", io.tidewatch.table.ColumnType.STRING),
              io.tidewatch.table.Column.of("template", io.tidewatch.table.ColumnType.STRING),
              io.tidewatch.table.Column.of("first_seen", io.tidewatch.table.ColumnType.TIMESTAMP)));

  private static Instant time(Template template) {
    return Instant.EPOCH.plusNanos(template.firstSeen());
  }

  private static WorkloadId workload(Row row) {
    return new WorkloadId(row.getString(0), row.getString(1), row.getString(2));
  }

  private static SparkSession spark(Dataset<Row> rows) {
    return rows.sparkSession();
  }

  private static org.apache.spark.sql.Column[] cols(String... names) {
    return java.util.Arrays.stream(names)
        .map(name -> col(name))
        .toArray(org.apache.spark.sql.Column[]::new);
  }
}
