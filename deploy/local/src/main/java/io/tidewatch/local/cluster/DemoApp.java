package io.tidewatch.local.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Copies of the demo app in a cluster, one a namespace. */
public final class DemoApp {
  private static final String APPLY = "demo-app/k8s/apply";
  private static final Duration LONGEST_APPLY = Duration.ofMinutes(5);

  private final Scripts scripts;
  private final Path kubeconfig;

  public DemoApp(Scripts scripts, Path kubeconfig) {
    this.scripts = scripts;
    this.kubeconfig = kubeconfig;
  }

  /**
   * Applies one copy and waits until it is Ready.
   *
   * @param more further options of the script, such as {@code --max-replicas 20}
   */
  public void apply(String namespace, int speed, List<String> more, Consumer<String> told)
      throws InterruptedException {
    List<String> words = words(namespace);
    words.addAll(List.of("--speed", String.valueOf(speed)));
    words.addAll(more);
    scripts.run("apply-" + namespace, LONGEST_APPLY, told, APPLY, words);
  }

  /** Removes a copy; one that is not there is no fault. */
  public void delete(String namespace, Consumer<String> told) throws InterruptedException {
    List<String> words = words(namespace);
    words.add("--delete");
    scripts.run("delete-" + namespace, LONGEST_APPLY, told, APPLY, words);
  }

  private List<String> words(String namespace) {
    return new ArrayList<>(
        List.of("--namespace", namespace, "--kubeconfig", kubeconfig.toString()));
  }
}
