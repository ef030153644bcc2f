package io.tidewatch.operator;

import io.tidewatch.operator.crd.KubernetesAccess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where PredictiveScalers are. */
final class KubernetesOptions {
  @Option(
      names = "--kubernetes",
      description = "Every PredictiveScaler of the cluster is a workload.")
  private boolean kubernetes;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "Which cluster; without it what kubectl takes, or the pod's own.")
  private Optional<Path> kubeconfig = Optional.empty();

  @Option(
      names = "--namespaces",
      split = ",",
      paramLabel = "NAME",
      description = "Where PredictiveScalers are looked for, by comma; everywhere without it.")
  private List<String> namespaces = new ArrayList<>();

  @Option(
      names = "--lease-namespace",
      paramLabel = "NAME",
      description =
          "Where the lease and the switch (ConfigMap tidewatch-switch) are; without it the"
              + " namespace of the kubeconfig or of the pod.")
  private Optional<String> lease = Optional.empty();

  Optional<String> lease() {
    return lease;
  }

  Optional<KubernetesAccess> access() {
    return kubernetes
        ? Optional.of(new KubernetesAccess(kubeconfig, namespaces))
        : Optional.empty();
  }
}
