package io.tidewatch.local.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The catalogue of a race: the built-in queries, and the copies as its workloads. */
final class LiveCatalogue {
  private LiveCatalogue() {}

  static Path write(Path file, LivePlan plan, List<Side> sides) {
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text(plan, sides));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  static String text(LivePlan plan, List<Side> sides) {
    StringBuilder yaml = new StringBuilder();
    yaml.append("# Written by the live demo: changes are lost.\n");
    yaml.append("timescale:\n  step: ").append(plan.step().toSeconds()).append("s\n");
    yaml.append("settle: 15s\n");
    yaml.append("include: [kubernetes, http]\n");
    String namespaces = sides.stream().map(Side::namespace).collect(Collectors.joining("|"));
    // The shipper names no workload; the names of the pods tell it.
    yaml.append("logs:\n  - name: pods\n    logql: '{namespace=~\"")
        .append(namespaces)
        .append("\"}'\n");
    yaml.append("workloads:\n");
    for (Side side : sides) {
      yaml.append("  - workload: ").append(side.namespace()).append("/backend\n");
      yaml.append("    demand: request_rate\n");
      yaml.append("    readyReplicas: ready_replicas\n");
      yaml.append("    minReplicas: ").append(LivePlan.FEWEST_PODS).append('\n');
      yaml.append("    maxReplicas: ").append(LivePlan.MOST_PODS).append('\n');
      yaml.append("    capacity: ").append(LivePlan.CAPACITY).append('\n');
      yaml.append("    target: ").append(LivePlan.TARGET).append('\n');
    }
    return yaml.toString();
  }
}
