package io.tidewatch.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidewatch.operator.actuate.FloorReason;
import io.tidewatch.operator.actuate.FloorResult;
import io.tidewatch.operator.actuate.HpaName;
import io.tidewatch.operator.actuate.Sweeper;
import io.tidewatch.operator.crd.KubernetesAccess;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One sweep, as a CronJob runs it: restores the HPAs whose floor has expired. */
@Command(
    name = "tidewatch-operator sweep",
    mixinStandardHelpOptions = true,
    description =
        "Restores every HPA whose floor has expired, and ends; needs nothing but the cluster.")
final class SweepCommand implements Callable<Integer> {
  private static final int NOT_ALL = 1;

  @Spec private CommandSpec spec;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "The cluster; by default that of KUBECONFIG or of the pod this runs in.")
  private Optional<Path> kubeconfig = Optional.empty();

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description = "Sweep only this one; by default the whole cluster.")
  private Optional<String> namespace = Optional.empty();

  @Option(
      names = "--all",
      description = "Restore floors that have not expired, too: before an uninstall.")
  private boolean all;

  @Override
  public Integer call() {
    try (KubernetesClient client = new KubernetesAccess(kubeconfig, List.of()).client()) {
      return told(Sweeper.of(client, Clock.systemUTC()).sweep(namespace, all));
    }
  }

  private int told(Sweeper.Report report) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%d HPAs, %d with a mark of ours%n", report.looked(), report.results().size());
    for (Map.Entry<HpaName, FloorResult> each : report.results().entrySet()) {
      FloorResult result = each.getValue();
      out.printf("%s %s %s%n", each.getKey(), result.reason().code(), result.text());
    }
    return report.count(FloorReason.API_TROUBLE) == 0 ? 0 : NOT_ALL;
  }
}
