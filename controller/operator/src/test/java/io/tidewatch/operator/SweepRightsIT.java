package io.tidewatch.operator;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.lab.CommandOutput;
import io.tidewatch.lab.Lab;
import io.tidewatch.lab.LabNamespace;
import io.tidewatch.lab.LabSize;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Takes each right of the chart's sweeper and of its uninstall hook away: a sweep that may not do
 * its work says so and fails, and with all of them it restores.
 */
@Lab(LabSize.API)
class SweepRightsIT {
  private static final String HPAS = " horizontalpodautoscalers (autoscaling)";
  private static final String NOTHING = "nothing";

  /** How a sweep ends, and what it says. */
  private record Sign(int exitCode, String words) {
    static Sign refused(int exitCode, String verb) {
      return new Sign(exitCode, "cannot " + verb + " resource \"horizontalpodautoscalers\"");
    }
  }

  private static final Map<String, Sign> SIGNS =
      Map.of(
          "list" + HPAS,
          Sign.refused(2, "list"),
          "get" + HPAS,
          Sign.refused(1, "get"),
          "patch" + HPAS,
          Sign.refused(1, "patch"),
          NOTHING,
          new Sign(0, "web Restored"));

  // Without a minimum of the user's own, so that his manifest takes no part.
  private static final String HPA =
      """
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: {name: web, namespace: NS}
      spec:
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
        maxReplicas: 20
      ---
      """;

  private static final String FLOOR =
      """
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata:
        name: web
        namespace: NS
        annotations:
          tidewatch.io/floor: '{"v":1,"id":"1","scaler":"web","expires":"EXPIRES","terms":"1",
            "applied":"","wrote":{"minReplicas":3},"original":{"minReplicas":1}}'
      spec: {minReplicas: 3}
      ---
      """;

  @TempDir Path directory;

  @Test
  void a_sweep_says_which_right_it_misses(LabNamespace namespace) throws IOException {
    assertNamed(namespace, "sweeper", "2026-01-01T00:00:00Z");
  }

  @Test
  void so_does_the_one_before_an_uninstall(LabNamespace namespace) throws IOException {
    assertNamed(namespace, "uninstall", "2100-01-01T00:00:00Z", "--all");
  }

  private void assertNamed(LabNamespace lab, String account, String expires, String... words)
      throws IOException {
    Map<String, String> needs = new TreeMap<>();
    ChartRights.of(account).keySet().forEach(right -> needs.put(right, HPA));
    needs.put(NOTHING, HPA);
    assertEquals(new TreeSet<>(SIGNS.keySet()), needs.keySet());
    RightsStage stage = RightsStage.build(lab, account, needs);
    try {
      setFloors(lab, stage, expires);
      assertAll(stage.cases().stream().map(each -> () -> assertNamed(stage, each, words)));
    } finally {
      stage.remove();
    }
  }

  private static void setFloors(LabNamespace lab, RightsStage stage, String expires) {
    String floors =
        stage.cases().stream()
            .map(each -> FLOOR.replace("NS", each.namespace()).replace("EXPIRES", expires))
            .collect(Collectors.joining());
    CommandOutput set =
        lab.kubectlWith(
            floors,
            "apply",
            "--server-side",
            "--force-conflicts",
            "--field-manager=tidewatch",
            "--namespace=",
            "-f",
            "-");
    assertTrue(set.ok(), set::err);
  }

  private void assertNamed(RightsStage stage, RightsStage.Case without, String... words) {
    StringWriter said = new StringWriter();
    CommandLine sweep =
        ControllerMain.sweepLine()
            .setOut(new PrintWriter(said, true))
            .setErr(new PrintWriter(said, true));
    int exitCode =
        sweep.execute(
            Stream.concat(
                    Stream.of(words),
                    Stream.of(
                        "--kubeconfig=" + stage.account(without, directory),
                        "--namespace=" + without.namespace()))
                .toArray(String[]::new));
    Sign sign = SIGNS.get(without.right());
    assertEquals(sign.exitCode(), exitCode, () -> without.right() + ": " + said);
    assertTrue(said.toString().contains(sign.words()), () -> without.right() + ": " + said);
  }
}
