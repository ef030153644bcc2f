package io.tidewatch.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A namespace of one test's own in the test lab; it is gone after the test. */
public final class LabNamespace {
  private final TestLab lab;
  private final String name;
  private final Path kubeconfig;

  LabNamespace(TestLab lab, String name, Path kubeconfig) {
    this.lab = lab;
    this.name = name;
    this.kubeconfig = kubeconfig;
  }

  /** The namespace's name. */
  public String name() {
    return name;
  }

  /** A kubeconfig of the lab's administrator whose default namespace this is. */
  public Path kubeconfig() {
    return kubeconfig;
  }

  /** The root of the checkout, where the lab's and the demo's scripts are. */
  public Path checkout() {
    return lab.settings().checkout();
  }

  /** What a script must find in its environment to speak of this lab. */
  public Map<String, String> environment() {
    return lab.settings().environment();
  }

  /** What kubectl answers in this namespace; it must be content. */
  public String kubectl(String... arguments) {
    return demand("", arguments);
  }

  /** Applies this YAML or JSON. */
  public String apply(String manifest) {
    return demand(manifest, "apply", "-f", "-");
  }

  /** What kubectl answers in this namespace, content or not. */
  public CommandOutput tryKubectl(String... arguments) {
    return kubectlWith("", arguments);
  }

  /** The same with this text as kubectl's input. */
  public CommandOutput kubectlWith(String input, String... arguments) {
    List<String> words = new ArrayList<>(List.of("--namespace", name));
    words.addAll(List.of(arguments));
    return lab.kubectl(input, words);
  }

  private String demand(String input, String... arguments) {
    CommandOutput output = kubectlWith(input, arguments);
    if (!output.ok()) {
      throw new LabException(
          "kubectl %s in %s ended with exit code %d:%n%s"
              .formatted(
                  String.join(" ", arguments),
                  name,
                  output.exitCode(),
                  Words.lastLines(output.err())));
    }
    return output.out();
  }
}
