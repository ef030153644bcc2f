package io.tidewatch.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.tidewatch.lab.CommandOutput;
import io.tidewatch.lab.LabNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A namespace for each right of the controller, with an account that has all rights but that one,
 * and with workloads that need it.
 */
final class RightsStage {
  private static final Path CHARTS = Path.of("..", "..", "deploy", "helm", "rights.yaml");

  /** In {@code web} and {@code hint} an HPA scales, in the others nobody does. */
  private static final String PLACE =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: NS}
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: tidewatch, namespace: NS}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: tidewatch, namespace: NS}
      rules: RULES
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: tidewatch, namespace: NS}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: tidewatch}
      subjects: [{kind: ServiceAccount, name: tidewatch}]
      ---
      """;

  /** Nobody's, so that it need not be created to be taken. */
  private static final String LEASE =
      """
      apiVersion: coordination.k8s.io/v1
      kind: Lease
      metadata: {name: tidewatch, namespace: NS}
      spec: {holderIdentity: "", leaseDurationSeconds: 15}
      ---
      """;

  private static final String WORKLOAD =
      """
      apiVersion: apps/v1
      kind: KIND
      metadata: {name: NAME, namespace: NS}
      spec:
        replicas: 4
        selector: {matchLabels: {app: NAME}}
        template:
          metadata: {labels: {app: NAME}}
          spec: {containers: [{name: main, image: none}]}
      ---
      apiVersion: tidewatch.io/v1alpha1
      kind: PredictiveScaler
      metadata: {name: NAME, namespace: NS}
      spec:
        scaleTargetRef: {kind: KIND, name: NAME}
        mode: MODE
        actuation: WAY
        maxReplicas: 20
        capacity: {perPod: 10}
        restart: {enabled: true}
      ---
      """;

  private static final String HPA =
      """
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: {name: NAME, namespace: NS}
      spec:
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: NAME}
        minReplicas: 2
        maxReplicas: 20
      ---
      """;

  private final LabNamespace lab;
  private final List<Case> cases;
  private final String manifest;

  /** One right, taken away in a namespace of its own. */
  record Case(String right, String namespace, List<PolicyRule> left) {}

  private RightsStage(LabNamespace lab, List<Case> cases, String manifest) {
    this.lab = lab;
    this.cases = cases;
    this.manifest = manifest;
  }

  /**
   * @param workloads the name of the workload that needs a right
   */
  static RightsStage build(LabNamespace lab, Map<String, String> workloads) throws IOException {
    Map<String, List<PolicyRule>> all = rights();
    List<Case> cases = new ArrayList<>();
    StringBuilder manifest = new StringBuilder();
    for (String right : all.keySet()) {
      List<PolicyRule> left =
          all.entrySet().stream()
              .filter(each -> !each.getKey().equals(right))
              .flatMap(each -> each.getValue().stream())
              .toList();
      Case each = new Case(right, lab.name() + "-" + cases.size(), left);
      cases.add(each);
      manifest.append(
          PLACE
              .replace("NS", each.namespace())
              .replace("RULES", Serialization.asJson(left).replace("\n", "")));
      // who never leads can lose nothing: a leader that may not renew ends its process
      manifest.append(
          right.startsWith("update leases") ? LEASE.replace("NS", each.namespace()) : "");
      manifest.append(
          workload(workloads.getOrDefault(right, "web")).replace("NS", each.namespace()));
    }
    CommandOutput applied = everywhere(lab, manifest.toString(), "apply", "-f", "-");
    if (!applied.ok()) {
      throw new AssertionError(applied.err());
    }
    return new RightsStage(lab, cases, manifest.toString());
  }

  private static CommandOutput everywhere(LabNamespace lab, String manifest, String... words) {
    // the last one counts: none, because each object names its own
    List<String> all = new ArrayList<>(List.of(words));
    all.add("--namespace=");
    return lab.kubectlWith(manifest, all.toArray(String[]::new));
  }

  private static String workload(String name) {
    boolean scaled = name.equals("web") || name.equals("hint");
    return (WORKLOAD + (scaled ? HPA : ""))
        .replace("KIND", name.equals("db") ? "StatefulSet" : "Deployment")
        .replace("MODE", name.equals("hint") ? "recommend" : "act")
        .replace("WAY", scaled ? "hpa" : "scale")
        .replace("NAME", name);
  }

  List<Case> cases() {
    return cases;
  }

  /** What the controller of the chart in mode act may do, one verb on one resource each. */
  static Map<String, List<PolicyRule>> rights() throws IOException {
    Map<String, List<PolicyRule>> rights = new LinkedHashMap<>();
    for (String text : Files.readString(CHARTS).split("(?m)^---$")) {
      if (!text.isBlank() && Serialization.unmarshal(text) instanceof HasMetadata object) {
        rules(object)
            .forEach(
                rule ->
                    single(rule)
                        .forEach(
                            (right, one) ->
                                rights.computeIfAbsent(right, no -> new ArrayList<>()).add(one)));
      }
    }
    return rights;
  }

  private static List<PolicyRule> rules(HasMetadata object) {
    if (!object.getMetadata().getName().endsWith("-controller")) {
      return List.of();
    }
    if (object instanceof ClusterRole role) {
      return role.getRules();
    }
    return object instanceof Role role ? role.getRules() : List.of();
  }

  private static Map<String, PolicyRule> single(PolicyRule rule) {
    String group = rule.getApiGroups().get(0);
    return rule.getResources().stream()
        .flatMap(
            resource ->
                rule.getVerbs().stream()
                    .map(
                        verb ->
                            new PolicyRuleBuilder(rule)
                                .withResources(resource)
                                .withVerbs(verb)
                                .build()))
        .collect(
            Collectors.toMap(
                one ->
                    one.getVerbs().get(0)
                        + " "
                        + one.getResources().get(0)
                        + (group.isEmpty() ? "" : " (" + group + ")"),
                one -> one,
                (one, other) -> one,
                LinkedHashMap::new));
  }

  /** The kubeconfig of the account of a case. */
  Path account(Case one, Path directory) {
    String token = lab.kubectl("create", "token", "tidewatch", "-n", one.namespace()).strip();
    try {
      Path file = directory.resolve(one.namespace() + ".kubeconfig");
      var config =
          Serialization.unmarshal(
              Files.readString(lab.kubeconfig()), io.fabric8.kubernetes.api.model.Config.class);
      config.getContexts().get(0).getContext().setNamespace(one.namespace());
      var user = config.getUsers().get(0).getUser();
      user.setClientCertificateData(null);
      user.setClientKeyData(null);
      user.setToken(token);
      return Files.writeString(file, Serialization.asYaml(config));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  void remove() {
    everywhere(lab, manifest, "delete", "--wait=false", "--ignore-not-found", "-f", "-");
  }
}
