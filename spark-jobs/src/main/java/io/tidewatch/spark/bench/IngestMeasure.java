package io.tidewatch.spark.bench;

import static org.apache.spark.sql.functions.expr;

import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.collect.IngestCommand;
import io.tidewatch.table.Tables;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** The command {@code ingest} beside a raw append of the rows that it landed, in turns. */
record IngestMeasure(JobContext context, GeneratedSource source, long rows, int runs) {
  private static final long STEP = 60;
  // So many steps make the code warm before the first measured run.
  private static final int WARM_SHARE = 10;

  /** One run of both. */
  record Run(Timing ingest, Timing raw, double serverCpu, int files, int rawFiles) {}

  Map<String, Object> measure() {
    GeneratedSeries data = source.data();
    long steps = Math.max(1, rows / data.series());
    List<Run> done = new ArrayList<>();
    Landing warm = land(Math.max(1, steps / WARM_SHARE));
    try (RawAppend raw = warm.raw()) {
      append(raw);
    } finally {
      warm.store().close();
    }
    long peakRss = 0;
    long peakHeap = 0;
    for (int run = 0; run < runs; run++) {
      Landing landing = land(steps);
      // What the cached rows of the raw append take is not ingest's.
      peakRss = run == 0 ? ProcessUse.peakRssMib() : peakRss;
      peakHeap = run == 0 ? ProcessUse.peakHeapMib() : peakHeap;
      try (RawAppend raw = landing.raw()) {
        LandedFiles files = LandedFiles.of(landing.store().context().store().path(Tables.METRICS));
        Appended appended = append(raw);
        done.add(
            new Run(
                landing.timing(),
                appended.timing(),
                landing.serverCpu(),
                files.files(),
                appended.files()));
      } finally {
        landing.store().close();
      }
    }
    return point(data.series(), steps * data.series(), done, peakRss, peakHeap);
  }

  private record Landing(FreshStore store, Timing timing, double serverCpu) {
    RawAppend raw() {
      return RawAppend.of(
          store.context(),
          Tables.METRICS,
          List.of("metric", "namespace", "workload", "pod"),
          "day",
          "metric",
          "namespace",
          "workload",
          "pod",
          "ts");
    }
  }

  private record Appended(Timing timing, int files) {}

  private Landing land(long steps) {
    FreshStore store = FreshStore.in(context);
    Instant now = context.clock().instant();
    long until = now.getEpochSecond() / STEP - 1;
    // The head stays at this step for most of a minute, which is enough to begin.
    long settle = now.getEpochSecond() - until * STEP - 1;
    Path catalogue = store.catalogue(source.data().catalogue(STEP + "s", settle + "s"));
    List<String> words =
        List.of(
            "--prometheus=" + source.url(),
            "--catalogue=" + catalogue,
            "--from=" + Instant.ofEpochSecond((until - steps + 1) * STEP));
    long serverBefore = source.serverCpuNanos();
    Timing timing = Timing.of(() -> store.run(new IngestCommand(), words));
    double serverCpu = (source.serverCpuNanos() - serverBefore) / 1e9;
    requireExact(store, until - steps, until);
    return new Landing(store, timing, serverCpu);
  }

  private Appended append(RawAppend raw) {
    try (FreshStore other = FreshStore.in(context)) {
      Timing timing = raw.into(context, other.folder());
      Path table = other.context().store().path(Tables.METRICS);
      return new Appended(timing, LandedFiles.of(table).files());
    }
  }

  // A fast landing of wrong rows would be worth nothing.
  private void requireExact(FreshStore store, long after, long until) {
    GeneratedSeries data = source.data();
    Row landed =
        store
            .context()
            .store()
            .read(Tables.METRICS)
            .agg(
                expr("count(1)"),
                expr("count(distinct metric, namespace, kind, workload, pod, ts)"),
                expr(
                    "coalesce(sum(cast(round(value * %d) as bigint) * (unix_seconds(ts) div %d %% 1009 + 1)), 0)"
                        .formatted(GeneratedSeries.UNIT, STEP)))
            .head();
    long wanted = (until - after) * data.series();
    List<Long> found = List.of(landed.getLong(0), landed.getLong(1), landed.getLong(2));
    if (!found.equals(List.of(wanted, wanted, data.sum(after, until)))) {
      throw new IllegalStateException(
          "landed are " + found + " instead of " + wanted + " rows with their sum");
    }
  }

  private static Map<String, Object> point(
      int series, long rows, List<Run> done, long peakRss, long peakHeap) {
    double seconds = Timing.median(done, run -> run.ingest().seconds());
    double raw = Timing.median(done, run -> run.raw().seconds());
    Map<String, Object> point = new LinkedHashMap<>();
    point.put("size", series);
    point.put("rows", rows);
    point.put("seconds", seconds);
    point.put("rate", rows / seconds);
    point.put("raw_seconds", raw);
    point.put("raw_rate", rows / raw);
    point.put("ratio", Timing.median(done, run -> run.raw().seconds() / run.ingest().seconds()));
    point.put("us_per_row", 1e6 * seconds / rows);
    point.put("peak_rss_mib", peakRss);
    point.put("peak_heap_mib", peakHeap);
    point.put("files", done.get(0).files());
    point.put("raw_files", done.get(0).rawFiles());
    point.put("cpu_seconds", Timing.median(done, run -> run.ingest().cpuSeconds()));
    point.put("raw_cpu_seconds", Timing.median(done, run -> run.raw().cpuSeconds()));
    double server = Timing.median(done, Run::serverCpu);
    point.put("server_cpu_seconds", server);
    point.put(
        "server_share",
        Timing.median(
            done, run -> run.serverCpu() / (run.serverCpu() + run.ingest().cpuSeconds())));
    point.put("rows_exact", true);
    point.put("runs", done);
    return point;
  }
}
