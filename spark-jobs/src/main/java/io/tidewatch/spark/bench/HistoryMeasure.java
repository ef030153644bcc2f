package io.tidewatch.spark.bench;

import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.collect.IngestCommand;
import io.tidewatch.table.Tables;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A history of days that lands in one command: how long it takes and how many files it leaves. */
record HistoryMeasure(JobContext context, GeneratedSource source, int days) {
  Map<String, Object> measure() {
    try (FreshStore store = FreshStore.in(context)) {
      Path catalogue = store.catalogue(source.data().catalogue("60s", "30s"));
      List<String> words =
          List.of("--prometheus=" + source.url(), "--catalogue=" + catalogue, "--days=" + days);
      Timing timing = Timing.of(() -> store.run(new IngestCommand(), words));
      long rows = store.context().store().read(Tables.METRICS).count();
      LandedFiles files = LandedFiles.of(store.context().store().path(Tables.METRICS));
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("days", days);
      result.put("series", source.data().series());
      result.put("rows", rows);
      result.put("seconds", timing.seconds());
      result.put("rate", rows / timing.seconds());
      result.put("files", files.files());
      result.put("most_files_a_day", files.mostPerDay());
      result.put("peak_rss_mib", ProcessUse.peakRssMib());
      return result;
    }
  }
}
