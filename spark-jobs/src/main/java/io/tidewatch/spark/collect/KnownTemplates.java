package io.tidewatch.spark.collect;

import io.tidewatch.domain.WorkloadId;
import io.tidewatch.log.Template;
import io.tidewatch.log.TemplateBook;
import io.tidewatch.log.TokenPattern;
import java.io.Serializable;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF4;

/** The books of some workloads, as what reads the lines carries them: as text until it looks. */
final class KnownTemplates implements Serializable {
  private record Entry(
      String namespace, String kind, String name, String id, String text, long firstSeen)
      implements Serializable {
    static Entry of(WorkloadId workload, Template template) {
      return new Entry(
          workload.namespace(),
          workload.kind(),
          workload.name(),
          template.id(),
          template.pattern().text(),
          template.firstSeen());
    }

    WorkloadId workload() {
      return new WorkloadId(namespace, kind, name);
    }

    Template template() {
      return new Template(id, TokenPattern.parse(text), firstSeen);
    }
  }

  /** The template of a line by its workload and pattern, as a row; nothing without one. */
  record Lookup(Broadcast<KnownTemplates> known)
      implements UDF4<String, String, String, String, Row> {
    @Override
    public Row call(String namespace, String kind, String name, String pattern) {
      // Null is how Spark says that there is none.
      return known
          .value()
          .find(new WorkloadId(namespace, kind, name), TokenPattern.parse(pattern))
          .map(template -> RowFactory.create(template.id(), firstSeen(template)))
          .orElse(null);
    }

    private static Timestamp firstSeen(Template template) {
      return Timestamp.from(Instant.EPOCH.plusNanos(template.firstSeen()));
    }
  }

  private final int templates;
  private final double similarity;
  private final int depth;
  private final List<Entry> entries = new ArrayList<>();
  private transient Map<WorkloadId, TemplateBook> books;

  KnownTemplates(TemplateBook.Limits limits, Map<WorkloadId, TemplateBook> books) {
    this.templates = limits.templates();
    this.similarity = limits.similarity();
    this.depth = limits.depth();
    books.forEach(
        (workload, book) ->
            book.templates().forEach(template -> entries.add(Entry.of(workload, template))));
  }

  /** The template of a pattern; in a book that takes no more, overflow where it has none. */
  Optional<Template> find(WorkloadId workload, TokenPattern pattern) {
    TemplateBook book = books().get(workload);
    if (book == null) {
      return Optional.empty();
    }
    return book.find(pattern).or(() -> overflow(book));
  }

  private Optional<Template> overflow(TemplateBook book) {
    List<Template> all = book.templates();
    return all.size() > templates ? Optional.of(all.get(all.size() - 1)) : Optional.empty();
  }

  /** Built once in every process that looks. */
  private synchronized Map<WorkloadId, TemplateBook> books() {
    if (books == null) {
      TemplateBook.Limits limits = new TemplateBook.Limits(templates, similarity, depth);
      Map<WorkloadId, List<Template>> byWorkload = new HashMap<>();
      entries.forEach(
          entry ->
              byWorkload
                  .computeIfAbsent(entry.workload(), key -> new ArrayList<>())
                  .add(entry.template()));
      books = new HashMap<>();
      byWorkload.forEach((workload, kept) -> books.put(workload, TemplateBook.of(limits, kept)));
    }
    return books;
  }
}
