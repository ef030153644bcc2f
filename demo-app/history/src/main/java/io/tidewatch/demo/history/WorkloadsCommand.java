package io.tidewatch.demo.history;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the shop's workloads with what an autoscaler has to know about them. */
@Command(
    name = "workloads",
    description = "Print the six workloads, their capacity and bounds, as JSON.",
    mixinStandardHelpOptions = true)
final class WorkloadsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    ArrayNode all = Json.array();
    for (Workload workload : Shop.workloads()) {
      all.addObject()
          .put("workload", Workload.NAMESPACE + "/" + workload.name())
          .put("character", workload.character())
          .put("capacity", workload.capacity())
          .put("minReplicas", workload.minReplicas())
          .put("maxReplicas", workload.maxReplicas())
          .put("target", workload.target())
          .put("zone", Shop.ZONE.getId())
          .put("memoryLimitBytes", workload.memoryLimit());
    }
    spec.commandLine().getOut().println(all.toPrettyString());
    return 0;
  }
}
