package io.tidewatch.demo.faults;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds kubectl and the cluster that it shall speak to. */
record KubectlProgram(Map<String, String> environment, Path folder) {
  private static final String LAB = "deploy/lab/cluster";

  /**
   * In this order: the program that was named, by option or TIDEWATCH_KUBECTL; that of the lab, if
   * the lab of this checkout is up; the one on the PATH.
   */
  Kubectl find(Optional<Path> named, Optional<Path> kubeconfig, String namespace) {
    List<String> words = new ArrayList<>(program(named, kubeconfig));
    if (kubeconfig.isPresent()) {
      requireFile(kubeconfig.get());
      words.addAll(List.of("--kubeconfig", kubeconfig.get().toString()));
    }
    words.addAll(List.of("--namespace", namespace));
    return new Kubectl(words, environment, folder);
  }

  private List<String> program(Optional<Path> named, Optional<Path> kubeconfig) {
    Optional<String> told =
        named
            .map(Path::toString)
            .or(() -> Optional.ofNullable(environment.get("TIDEWATCH_KUBECTL")));
    if (told.isPresent()) {
      return List.of(told.get());
    }
    // the lab's kubectl speaks to the lab unless told otherwise, whatever KUBECONFIG says
    boolean elsewhere = kubeconfig.isEmpty() && environment.containsKey("KUBECONFIG");
    Optional<Path> lab = labScript();
    if (lab.isPresent() && labIsUp(lab.get()) && !(elsewhere && isOnPath())) {
      List<String> words = new ArrayList<>(List.of(lab.get().toString(), "kubectl"));
      if (elsewhere) {
        words.addAll(List.of("--kubeconfig", environment.get("KUBECONFIG")));
      }
      return words;
    }
    return List.of("kubectl");
  }

  private Optional<Path> labScript() {
    for (Path here = folder.toAbsolutePath(); here != null; here = here.getParent()) {
      if (Files.isExecutable(here.resolve(LAB))) {
        return Optional.of(here.resolve(LAB));
      }
    }
    return Optional.empty();
  }

  private boolean labIsUp(Path script) {
    String home = environment.getOrDefault("TIDEWATCH_HOME", ".tidewatch");
    return Files.isRegularFile(folder.resolve(home).resolve("lab/kubeconfig"));
  }

  private boolean isOnPath() {
    for (String entry : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
      if (!entry.isEmpty() && Files.isExecutable(Path.of(entry, "kubectl"))) {
        return true;
      }
    }
    return false;
  }

  private static void requireFile(Path kubeconfig) {
    if (!Files.isReadable(kubeconfig)) {
      throw new UserError(
          "there is no kubeconfig " + kubeconfig,
          "the file cannot be read",
          "name another with --kubeconfig, or start a cluster: deploy/lab/cluster up");
    }
  }
}
