package io.tidewatch.operator;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.tidewatch.lab.CommandOutput;
import io.tidewatch.lab.LabNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A namespace for each right of one of the chart's accounts, with an account that has all rights
 * but that one, and with what needs it.
 */
final class RightsStage {
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

  private final LabNamespace lab;
  private final List<Case> cases;
  private final String manifest;

  /** One right, taken away in a namespace of its own. */
  record Case(String right, String namespace) {}

  private RightsStage(LabNamespace lab, List<Case> cases, String manifest) {
    this.lab = lab;
    this.cases = cases;
    this.manifest = manifest;
  }

  /**
   * @param account the chart's, such as {@code sweeper}
   * @param needs what stands in the namespace where a right is missing, with NS for its name; where
   *     the right is none of the account's, nothing is missing
   */
  static RightsStage build(LabNamespace lab, String account, Map<String, String> needs)
      throws IOException {
    Map<String, List<PolicyRule>> all = ChartRights.of(account);
    List<Case> cases = new ArrayList<>();
    StringBuilder manifest = new StringBuilder();
    needs.forEach(
        (right, need) -> {
          String namespace = String.join("-", lab.name(), account, Integer.toString(cases.size()));
          cases.add(new Case(right, namespace));
          manifest.append(
              (PLACE.replace("RULES", without(right, all)) + need).replace("NS", namespace));
        });
    CommandOutput applied = everywhere(lab, manifest.toString(), "apply", "-f", "-");
    if (!applied.ok()) {
      throw new AssertionError(applied.err());
    }
    return new RightsStage(lab, cases, manifest.toString());
  }

  private static String without(String right, Map<String, List<PolicyRule>> all) {
    List<PolicyRule> left =
        all.entrySet().stream()
            .filter(each -> !each.getKey().equals(right))
            .flatMap(each -> each.getValue().stream())
            .toList();
    return Serialization.asJson(left).replace("\n", "");
  }

  private static CommandOutput everywhere(LabNamespace lab, String manifest, String... words) {
    // the last one counts: none, because each object names its own
    List<String> all = new ArrayList<>(List.of(words));
    all.add("--namespace=");
    return lab.kubectlWith(manifest, all.toArray(String[]::new));
  }

  List<Case> cases() {
    return cases;
  }

  Case without(String right) {
    return cases.stream().filter(each -> each.right().equals(right)).findFirst().orElseThrow();
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
