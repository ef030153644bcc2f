package io.tidewatch.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** Makes a namespace and removes it with all that is in it. */
final class NamespaceLife implements AutoCloseable {
  private static final String EMPTY =
      """
      {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"%s"},"spec":{"finalizers":[]}}
      """;

  private final TestLab lab;
  private final Consumer<String> screen;
  private final LabNamespace namespace;

  NamespaceLife(TestLab lab, Class<?> test, Consumer<String> screen) {
    this.lab = lab;
    this.screen = screen;
    String unique = UUID.randomUUID().toString().substring(0, 6);
    String name = Words.namespace(test.getSimpleName(), unique);
    namespace = new LabNamespace(lab, name, kubeconfig(name));
    namespace.kubectl("create", "namespace", name);
    if (lab.size().serves(LabSize.CONTROL_PLANE)) {
      // a pod is refused before its service account is there
      namespace.kubectl("wait", "--for=create", "serviceaccount/default", "--timeout=60s");
    }
  }

  LabNamespace namespace() {
    return namespace;
  }

  private Path kubeconfig(String name) {
    try {
      String all = Files.readString(lab.settings().state().resolve("kubeconfig"));
      Path file = Files.createTempFile("tidewatch-lab", ".kubeconfig");
      Files.writeString(file, all);
      CommandOutput output =
          lab.kubectl(
              "",
              List.of(
                  "--kubeconfig",
                  file.toString(),
                  "config",
                  "set-context",
                  "--current",
                  "--namespace",
                  name));
      if (!output.ok()) {
        throw new LabException("kubectl cannot set the namespace: " + output.err());
      }
      return file;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(namespace.kubeconfig());
    namespace.tryKubectl("delete", "namespace", namespace.name(), "--wait=false");
    switch (lab.size()) {
      case API -> emptyIt();
      // no kubelet will ever say that a pod has ended
      case CONTROL_PLANE -> deleteAll("pods", "0", "--force");
      case NODES -> deleteAll("pods", "1", "--wait=false");
    }
    CommandOutput gone =
        namespace.tryKubectl(
            "wait", "--for=delete", "namespace/" + namespace.name(), "--timeout=60s");
    if (!gone.ok()) {
      screen.accept("lab: namespace " + namespace.name() + " is still there: " + gone.err());
    }
  }

  /** What the namespace controller does where there is one. */
  private void emptyIt() {
    // partly unreachable API groups make it complain, after it has named all others
    String kinds =
        namespace
            .tryKubectl("api-resources", "--namespaced", "--verbs=delete", "-o", "name")
            .out()
            .strip()
            .replace('\n', ',');
    if (!kinds.isEmpty()) {
      deleteAll(kinds, "0", "--force");
    }
    namespace.kubectlWith(
        EMPTY.formatted(namespace.name()),
        "replace",
        "--raw",
        "/api/v1/namespaces/" + namespace.name() + "/finalize",
        "-f",
        "-");
  }

  private void deleteAll(String kinds, String seconds, String how) {
    namespace.tryKubectl(
        "delete", kinds, "--all", "--grace-period=" + seconds, "--wait=false", how);
  }
}
