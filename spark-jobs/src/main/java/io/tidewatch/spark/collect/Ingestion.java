package io.tidewatch.spark.collect;

import static org.apache.spark.sql.functions.max;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.UserException;
import io.tidewatch.source.CatalogueFile;
import io.tidewatch.source.CatalogueWatch;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.table.Role;
import io.tidewatch.table.TableContract;
import io.tidewatch.table.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;

/** Lands what the queries and logs of a catalogue have given since the last run. */
final class Ingestion {
  private static final Duration LEAST_PAUSE = Duration.ofSeconds(10);

  private final JobContext context;
  private final IngestSettings settings;

  Ingestion(JobContext context, IngestSettings settings) {
    this.context = context;
    this.settings = settings;
  }

  /**
   * Runs until everything has landed, or, with a pause between batches, until it is stopped.
   *
   * @throws UserException when a server or the store cannot be used; what has landed stays
   */
  IngestSummary run() {
    IngestProgress progress = new IngestProgress(context.progress(), context.clock());
    land(progress);
    return progress.summary();
  }

  private void land(IngestProgress progress) {
    String catalogue = CatalogueFile.text(settings.catalogue());
    Catalogue parsed = CatalogueFile.parse(catalogue, settings.catalogue().toString());
    settings.logs().ifPresent(logs -> logs.namedIn(parsed));
    // Before a server is asked, so that a second ingest is refused at once.
    context.store().claim(Role.INGEST);
    Map<SteppedSource, VoidFunction2<Dataset<Row>, Long>> writers =
        new EnumMap<>(SteppedSource.class);
    writers.put(SteppedSource.PROMETHEUS, new BatchWriter(context.store(), progress));
    settings
        .logs()
        .ifPresent(logs -> writers.put(SteppedSource.LOKI, logWriter(progress, logs.keepLines())));
    Map<SteppedSource, Instant> from = new EnumMap<>(SteppedSource.class);
    writers.keySet().forEach(source -> from.put(source, from(source, parsed.timescale())));
    progress.begin(from.values().stream().min(Comparator.naturalOrder()).orElseThrow());
    createTables();
    Optional<Duration> pause = settings.every().map(Ingestion::pause);
    RunningStreams streams =
        new RunningStreams(
            source -> start(read(source, catalogue, from.get(source)), source, writers.get(source)),
            pause,
            progress,
            context.clock());
    CatalogueChange change =
        new CatalogueChange(
            catalogue, settings.logs().isPresent(), context.progress(), streams::stop);
    Optional<CatalogueWatch> watch =
        settings.served().map(it -> CatalogueWatch.start(it, CatalogueWatch.PAUSE, change));
    try {
      streams.run(List.copyOf(writers.keySet()));
      change.throwIfHappened();
    } finally {
      watch.ifPresent(CatalogueWatch::close);
    }
  }

  private LogWriter logWriter(IngestProgress progress, Duration keepLines) {
    return new LogWriter(context.store(), progress, context.clock(), keepLines);
  }

  private void createTables() {
    List<TableContract> tables = new ArrayList<>(List.of(Tables.METRICS, Tables.GAPS));
    if (settings.logs().isPresent()) {
      tables.addAll(List.of(Tables.LOG_TEMPLATES, Tables.LOG_LINES, Tables.LOG_COUNTS));
    }
    tables.forEach(context.store()::create);
  }

  private StreamingQuery start(
      Dataset<Row> rows, SteppedSource source, VoidFunction2<Dataset<Row>, Long> writer) {
    Path checkpoint = context.store().checkpoint(source.format());
    DataStreamWriter<Row> sink =
        rows.writeStream()
            .queryName("ingest-" + source.format())
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
  private Dataset<Row> read(SteppedSource source, String catalogue, Instant from) {
    return context
        .spark()
        .readStream()
        .format(source.format())
        .options(settings.source(source))
        .option("catalogue", catalogue)
        .option("from", from.toString())
        .load();
  }

  private static Duration pause(Duration every) {
    return every.compareTo(LEAST_PAUSE) > 0 ? every : LEAST_PAUSE;
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
  private Instant from(SteppedSource source, Timescale timescale) {
    TableContract table = source == SteppedSource.LOKI ? Tables.LOG_COUNTS : Tables.METRICS;
    boolean begun = hasFiles(context.store().checkpoint(source.format()).resolve("commits"));
    boolean landed = context.store().exists(table);
    if (begun && !landed) {
      throw new UserException(
          "the store has a checkpoint of ingest but no rows",
          "its table " + table.name() + " was removed",
          ContinueAnew.remedy(source));
    }
    if (begun || !landed) {
      return settings.from();
    }
    Stream<TableContract> tables =
        source == SteppedSource.LOKI ? Stream.of(table, Tables.LOG_LINES) : Stream.of(table);
    return tables
        .flatMap(each -> newestRow(each).stream())
        .max(Comparator.naturalOrder())
        // A line lies within the step that has landed.
        .map(ts -> timescale.wallTime(timescale.stepIndex(ts.minusNanos(1)) + 1))
        .map(step -> step.plusMillis(1))
        .filter(next -> next.isAfter(settings.from()))
        .orElse(settings.from());
  }

  private Optional<Instant> newestRow(TableContract table) {
    if (!context.store().exists(table)) {
      return Optional.empty();
    }
    Row newest = context.store().read(table).agg(max("ts")).head();
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
