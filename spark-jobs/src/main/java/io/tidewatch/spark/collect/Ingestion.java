package io.tidewatch.spark.collect;

import static org.apache.spark.sql.functions.max;

import io.tidewatch.domain.UserException;
import io.tidewatch.source.CatalogueFile;
import io.tidewatch.source.CatalogueWatch;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.UserErrors;
import io.tidewatch.spark.table.Role;
import io.tidewatch.table.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;

/** Lands what the queries of a catalogue have measured since the last run. */
final class Ingestion {
  static final String CHECKPOINT = "prometheus";

  private final JobContext context;
  private final IngestSettings settings;

  Ingestion(JobContext context, IngestSettings settings) {
    this.context = context;
    this.settings = settings;
  }

  /**
   * Runs until everything has landed, or, with a pause between batches, until it is stopped.
   *
   * @throws UserException when Prometheus or the store cannot be used; what has landed stays
   */
  IngestSummary run() {
    IngestProgress progress = new IngestProgress(context.progress(), context.clock());
    run(new BatchWriter(context.store(), progress), progress);
    return progress.summary();
  }

  /** The same with another writer. */
  void run(VoidFunction2<Dataset<Row>, Long> writer, IngestProgress progress) {
    String catalogue = CatalogueFile.text(settings.catalogue());
    // Before the source is asked, so that a second ingest is refused at once.
    context.store().claim(Role.INGEST);
    Instant from = from();
    progress.begin(from);
    context.store().create(Tables.METRICS);
    context.store().create(Tables.GAPS);
    StreamingQuery query = start(from, catalogue, writer);
    CatalogueChange change =
        new CatalogueChange(catalogue, context.progress(), () -> GracefulStop.stop(query));
    Optional<CatalogueWatch> watch =
        settings.served().map(it -> CatalogueWatch.start(it, CatalogueWatch.PAUSE, change));
    try (GracefulStop stop = GracefulStop.of(query)) {
      query.awaitTermination();
      change.throwIfHappened();
    } catch (StreamingQueryException failure) {
      throw UserErrors.find(failure)
          .orElseThrow(() -> new IllegalStateException("ingest has failed", failure));
    } finally {
      watch.ifPresent(CatalogueWatch::close);
    }
  }

  private StreamingQuery start(
      Instant from, String catalogue, VoidFunction2<Dataset<Row>, Long> writer) {
    Path checkpoint = context.store().checkpoint(CHECKPOINT);
    DataStreamWriter<Row> sink =
        source(from, catalogue)
            .writeStream()
            .queryName("ingest")
            .option("checkpointLocation", checkpoint.toString())
            .trigger(trigger())
            .foreachBatch(writer);
    try {
      return sink.start();
    } catch (TimeoutException impossible) {
      throw new IllegalStateException("a new stream was already running", impossible);
    }
  }

  // The text and not the file: that may change while the stream runs.
  private Dataset<Row> source(Instant from, String catalogue) {
    return context
        .spark()
        .readStream()
        .format("prometheus")
        .options(settings.source())
        .option("catalogue", catalogue)
        .option("from", from.toString())
        .load();
  }

  private Trigger trigger() {
    return settings
        .every()
        .map(pause -> Trigger.ProcessingTime(pause.toMillis()))
        .orElseGet(Trigger::AvailableNow);
  }

  // Without a checkpoint the table itself says how far ingest has come: reading that part again
  // would land every row of it twice. A checkpoint whose table is gone would skip for ever the time
  // that it has counted.
  private Instant from() {
    boolean begun = hasFiles(context.store().checkpoint(CHECKPOINT).resolve("commits"));
    boolean landed = context.store().exists(Tables.METRICS);
    if (begun && !landed) {
      throw new UserException(
          "the store has a checkpoint of ingest but no rows",
          "its table metrics was removed",
          ContinueAnew.REMEDY);
    }
    if (begun || !landed) {
      return settings.from();
    }
    return newestRow()
        .map(ts -> ts.plusMillis(1))
        .filter(next -> next.isAfter(settings.from()))
        .orElse(settings.from());
  }

  private Optional<Instant> newestRow() {
    Row newest = context.store().read(Tables.METRICS).agg(max("ts")).head();
    return Optional.ofNullable(newest.getTimestamp(0)).map(Timestamp::toInstant);
  }

  private static boolean hasFiles(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> Character.isDigit(file.getFileName().toString().charAt(0)));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read " + folder, unreadable);
    }
  }
}
