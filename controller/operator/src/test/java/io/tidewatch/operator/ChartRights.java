package io.tidewatch.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the chart grants its accounts when all is asked for that it can grant. */
final class ChartRights {
  private static final Path RENDERED = Path.of("..", "..", "deploy", "helm", "rights.yaml");

  private ChartRights() {}

  /** The rights of one account, such as {@code sweeper}: one verb on one resource each. */
  static Map<String, List<PolicyRule>> of(String account) throws IOException {
    return byAccount().get(account);
  }

  /** The same of all accounts. */
  static Map<String, Map<String, List<PolicyRule>>> byAccount() throws IOException {
    Map<String, Map<String, List<PolicyRule>>> all = new TreeMap<>();
    for (String text : Files.readString(RENDERED).split("(?m)^---$")) {
      if (!text.isBlank() && Serialization.unmarshal(text) instanceof HasMetadata object) {
        String name = object.getMetadata().getName();
        String account = name.substring(name.lastIndexOf('-') + 1);
        for (PolicyRule rule : rules(object)) {
          add(all.computeIfAbsent(account, none -> new LinkedHashMap<>()), rule);
        }
      }
    }
    return all;
  }

  private static List<PolicyRule> rules(HasMetadata object) {
    if (object instanceof ClusterRole role) {
      return role.getRules();
    }
    return object instanceof Role role ? role.getRules() : List.of();
  }

  private static void add(Map<String, List<PolicyRule>> rights, PolicyRule rule) {
    rule.getNonResourceURLs()
        .forEach(url -> rights.computeIfAbsent(url, none -> new ArrayList<>()).add(rule));
    for (String group : rule.getApiGroups()) {
      for (String resource : rule.getResources()) {
        for (String verb : rule.getVerbs()) {
          rights
              .computeIfAbsent(named(verb, resource, group), none -> new ArrayList<>())
              .add(
                  new PolicyRuleBuilder(rule)
                      .withApiGroups(group)
                      .withResources(resource)
                      .withVerbs(verb)
                      .build());
        }
      }
    }
  }

  /** As {@code /readyz} spells it. */
  static String named(String verb, String resource, String group) {
    return verb + " " + resource + (group.isEmpty() ? "" : " (" + group + ")");
  }
}
