package io.tidewatch.demo.history;

import io.tidewatch.demo.history.logs.LogFile;
import io.tidewatch.demo.history.logs.ShopLogs;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes what the shop's pods have logged. */
@Command(
    name = "logs",
    description = {
      "Write the pods' logs for POST /tidewatch/import of the log server:",
      "one {\"stream\":{…},\"values\":[[\"NANOSECONDS\",\"LINE\"],…]} on each line."
    },
    mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ShopOptions options;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to write.")
  private Path out;

  @Override
  public Integer call() {
    ShopLogs logs = options.logs();
    long[] lines = new long[1];
    HistoryFile.replace(out, writer -> lines[0] = LogFile.write(logs, writer));
    spec.commandLine()
        .getOut()
        .println(Json.object().put("streams", logs.sources().size()).put("lines", lines[0]));
    return 0;
  }
}
