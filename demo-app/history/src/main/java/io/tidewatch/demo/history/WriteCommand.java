package io.tidewatch.demo.history;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the shop's history as OpenMetrics text. */
@Command(
    name = "write",
    description = "Write the history for 'promtool tsdb create-blocks-from openmetrics'.",
    mixinStandardHelpOptions = true)
final class WriteCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ShopOptions options;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to write.")
  private Path out;

  @Option(
      names = "--truth",
      paramLabel = "FILE",
      description = "Also write which incidents were planted; no training may read it.")
  private Optional<Path> truth = Optional.empty();

  @Override
  public Integer call() {
    ShopTraffic traffic = options.traffic();
    HistoryFile.Written written = HistoryFile.write(traffic, out);
    truth.ifPresent(file -> Truth.write(traffic, options.seed(), file));
    spec.commandLine()
        .getOut()
        .println(Json.object().put("series", written.series()).put("samples", written.samples()));
    return 0;
  }
}
