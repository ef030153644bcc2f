package io.tidewatch.demo.faults;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Ends every fault of the namespace. */
@Command(
    name = "clear",
    description = {
      "End everything that is active in the namespace: faults in its pods, and nodes that a drain",
      "of it has cordoned. What was cordoned by others stays so."
    },
    footer = {"", "Example:", "  tidewatch-faults clear --namespace aiops-demo"})
final class ClearCommand implements Runnable {
  @Spec private CommandSpec spec;
  @ParentCommand private FaultCommand parent;

  @Override
  public void run() {
    new Clearing(
            parent.cluster(), parent.truth(), parent.surroundings(), spec.commandLine().getOut())
        .run();
  }
}
