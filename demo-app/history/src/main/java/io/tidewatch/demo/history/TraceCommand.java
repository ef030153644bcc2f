package io.tidewatch.demo.history;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes a recorded trace in the shop's place. */
@Command(
    name = "trace",
    description = {
      "Write a recorded trace as the demand of a workload, its last row at --end.",
      "Imputed and missing minutes stay gaps. Prints what the catalogue needs as JSON."
    },
    mixinStandardHelpOptions = true)
final class TraceCommand implements Callable<Integer> {
  private static final double QUANTILE = 0.999;
  private static final double TRAIN_PART = 0.7;

  @Spec private CommandSpec spec;

  @Option(
      names = "--in",
      required = true,
      paramLabel = "CSV",
      description = "timestamp,value[,imputed], one row a minute, .csv or .csv.gz.")
  private Path in;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to write.")
  private Path out;

  @Option(
      names = "--end",
      required = true,
      paramLabel = "INSTANT",
      description = "Where the last row is placed.")
  private Instant end;

  @Option(
      names = "--workload",
      required = true,
      paramLabel = "NAMESPACE/NAME",
      description = "Whose demand it becomes, for example trace/wc98.")
  private String workload;

  @Override
  public Integer call() {
    Trace trace = TraceReader.read(in);
    long lastMinute = Math.floorDiv(end.getEpochSecond(), 60L);
    HistoryFile.write(new TraceTraffic(trace, lastMinute, workload), out);
    spec.commandLine().getOut().println(summary(trace, lastMinute));
    return 0;
  }

  private ObjectNode summary(Trace trace, long lastMinute) {
    return Json.object()
        .put("workload", workload)
        .put("wallAnchor", Instant.ofEpochSecond(lastMinute * 60).toString())
        .put("nominalAnchor", trace.last().toString())
        .put("rows", trace.rows())
        .put("imputed", trace.rows() - trace.measured())
        .put("missing", trace.missing())
        .put("written", trace.measured())
        .put("quantile999", trace.quantile(QUANTILE, 1))
        .put("quantile999Train", trace.quantile(QUANTILE, TRAIN_PART));
  }
}
