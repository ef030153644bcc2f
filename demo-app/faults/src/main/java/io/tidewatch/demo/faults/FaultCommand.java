package io.tidewatch.demo.faults;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** What all its commands share: which cluster, which namespace, where the truth goes. */
@Command(
    name = "tidewatch-faults",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    sortOptions = false,
    synopsisSubcommandLabel = "(FAULT | list | clear)",
    description =
        "Break one pod of the demo app in a real way, or let something harmless happen, and write"
            + " down the truth.",
    footer = {
      "",
      "Examples:",
      "  tidewatch-faults list",
      "  tidewatch-faults leak --pod backend-7d4f9c-x2x8p",
      "  tidewatch-faults errors --pod backend-7d4f9c-x2x8p --for 2m --seed 7",
      "  tidewatch-faults drain --node tw-n2 --for 3m",
      "  tidewatch-faults clear",
      "",
      "Exit code: 0 done, 2 something that you can mend, 70 a bug of ours."
    })
final class FaultCommand implements Runnable {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Option(
      names = "--namespace",
      scope = ScopeType.INHERIT,
      defaultValue = "aiops-demo",
      paramLabel = "NS",
      description = "Where the demo app is. Default: ${DEFAULT-VALUE}.")
  private String namespace = "";

  @Option(
      names = "--kubeconfig",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "The cluster. Default: KUBECONFIG, else the lab.")
  private Optional<Path> kubeconfig = Optional.empty();

  @Option(
      names = "--kubectl",
      scope = ScopeType.INHERIT,
      paramLabel = "PATH",
      description =
          "The kubectl to use. Default: TIDEWATCH_KUBECTL, else the lab's, else that on the PATH.")
  private Optional<Path> kubectl = Optional.empty();

  @Option(
      names = "--truth",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "JSON lines of what was done and when. Default: .tidewatch/faults/truth.jsonl.")
  private Optional<Path> truth = Optional.empty();

  FaultCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to do: list, clear, or a fault (list names them)");
  }

  Surroundings surroundings() {
    return surroundings;
  }

  Cluster cluster() {
    KubectlProgram program = new KubectlProgram(surroundings.environment(), surroundings.folder());
    return new Cluster(program.find(kubectl, kubeconfig, namespace), namespace);
  }

  TruthFile truth() {
    TruthFile file = new TruthFile(truth.orElseGet(surroundings::defaultTruth));
    file.requireWritable();
    return file;
  }
}
