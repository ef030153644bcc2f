package io.tidewatch.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rows of {@link RightsIT} and {@link SweepRightsIT} cover whatever the chart can grant. */
class ChartRightsTest {
  private static final Path TEMPLATES =
      Path.of("..", "..", "deploy", "helm", "tidewatch", "templates");

  /** What Spark's driver and Airflow may do is not ours to need. */
  private static final String OTHERS = "jobs.yaml";

  private static final Pattern RULE =
      Pattern.compile(
          "apiGroups: \\[(.*)]\\s+resources: \\[(.*)]\\s+(?:resourceNames: .*\\s+)?verbs: \\[(.*)]");

  @Test
  void each_right_that_a_template_can_grant_is_among_those_that_are_taken_away()
      throws IOException {
    Set<String> granted = new TreeSet<>();
    try (Stream<Path> templates = Files.list(TEMPLATES)) {
      for (Path template : templates.filter(path -> !path.endsWith(OTHERS)).toList()) {
        granted.addAll(grantedBy(template));
      }
    }
    Set<String> takenAway = new TreeSet<>();
    ChartRights.byAccount().values().stream().map(Map::keySet).forEach(takenAway::addAll);
    assertEquals(granted, takenAway);
  }

  @Test
  void no_account_has_rights_but_those_whose_rights_are_taken_away() throws IOException {
    assertEquals(Set.of("controller", "sweeper", "uninstall"), ChartRights.byAccount().keySet());
  }

  private static Set<String> grantedBy(Path template) throws IOException {
    String text =
        Files.readString(template)
            .replace("{{ .apiGroup | quote }}", "argoproj.io")
            .replace("{{ .resource }}", "rollouts")
            .replaceAll("(?s)\\{\\{.*?}}", "");
    List<MatchResult> rules = RULE.matcher(text).results().toList();
    long verbs = Pattern.compile("\\bverbs:").matcher(text).results().count();
    assertEquals(verbs, rules.size(), () -> "a rule of another form in " + template);
    Set<String> granted = new TreeSet<>();
    for (MatchResult rule : rules) {
      for (String group : items(rule.group(1))) {
        for (String resource : items(rule.group(2))) {
          items(rule.group(3))
              .forEach(verb -> granted.add(ChartRights.named(verb, resource, group)));
        }
      }
    }
    return granted;
  }

  private static List<String> items(String list) {
    return Stream.of(list.replace("\"", "").split(",")).map(String::strip).toList();
  }
}
