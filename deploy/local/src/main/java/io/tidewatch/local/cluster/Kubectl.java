package io.tidewatch.local.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidewatch.domain.UserException;
import io.tidewatch.local.Layout;
import io.tidewatch.processes.ProcessException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code kubectl}, connected to one cluster. */
public final class Kubectl {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration USUAL = Duration.ofSeconds(60);

  private final List<String> command;
  private final Map<String, String> environment;

  Kubectl(List<String> command, Map<String, String> environment) {
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
  }

  /** That of the lab, of the cluster's own version. */
  static Kubectl ofLab(Layout layout) {
    return new Kubectl(
        List.of(layout.root().resolve(LabCluster.SCRIPT).toString(), "kubectl"),
        Map.of("TIDEWATCH_HOME", layout.home().toString()));
  }

  /** That of the PATH, connected by a file. */
  public static Kubectl of(Path kubeconfig) {
    if (!Files.isReadable(kubeconfig)) {
      throw new UserException(
          "the cluster of " + kubeconfig + " cannot be used",
          "there is no such readable file",
          "name the kubeconfig of a cluster, for example --kubeconfig ~/.kube/config");
    }
    return new Kubectl(List.of("kubectl", "--kubeconfig", kubeconfig.toString()), Map.of());
  }

  /** The object or list that {@code get} prints as JSON. */
  public JsonNode get(String... words) {
    List<String> all = new ArrayList<>(List.of("get", "-o", "json"));
    all.addAll(Arrays.asList(words));
    try {
      return JSON.readTree(run(USUAL, all));
    } catch (IOException e) {
      throw new UncheckedIOException("kubectl " + all + " printed no JSON", e);
    }
  }

  /** Applies a file or a folder of manifests. */
  public void apply(Path manifests) {
    run("apply", Files.isDirectory(manifests) ? "-k" : "-f", manifests.toString());
  }

  /** Sets the replicas of a Deployment. */
  public void scale(String namespace, String deployment, int replicas) {
    run("-n", namespace, "scale", "deployment/" + deployment, "--replicas=" + replicas);
  }

  /** Waits until a Deployment's newest pods are all Ready. */
  public void awaitRollout(String namespace, String deployment, Duration atMost) {
    run(
        atMost.plusSeconds(5),
        List.of(
            "-n",
            namespace,
            "rollout",
            "status",
            "deployment/" + deployment,
            "--timeout=" + atMost.toSeconds() + "s"));
  }

  /** Runs any other words and returns what is printed. */
  public String run(String... words) {
    return run(USUAL, Arrays.asList(words));
  }

  /** As above, in its own time. */
  public String run(Duration atMost, List<String> words) {
    List<String> line = new ArrayList<>(command);
    line.addAll(words);
    try {
      Path out = Files.createTempFile("tidewatch-kubectl", ".out");
      Path err = Files.createTempFile("tidewatch-kubectl", ".err");
      try {
        int code = finish(start(line, out, err), atMost, words);
        return require(code, words, text(out), text(err));
      } finally {
        Files.deleteIfExists(out);
        Files.deleteIfExists(err);
      }
    } catch (IOException e) {
      throw new ProcessException(
          "kubectl could not be started",
          e.getMessage(),
          "install kubectl and put it on the PATH, or use the lab, which brings its own");
    }
  }

  private Process start(List<String> line, Path out, Path err) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static int finish(Process process, Duration atMost, List<String> words) {
    try {
      if (process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
      process.destroy();
      throw new ProcessException(
          "kubectl " + String.join(" ", words) + " did not end",
          "it had " + atMost.toSeconds() + " s",
          "see whether the cluster answers: ./tidewatch cluster status");
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new ProcessException("kubectl was left", "this thread was interrupted", "try again");
    }
  }

  private static String require(int code, List<String> words, String out, String err) {
    if (code != 0) {
      throw new ProcessException(
          "kubectl " + String.join(" ", words) + " failed with exit code " + code,
          err.isBlank() ? "it printed nothing" : err.strip(),
          "see whether the cluster answers: ./tidewatch cluster status");
    }
    return out;
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
