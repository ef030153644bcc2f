package io.tidewatch.demo.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The cluster as the faults see it; whatever it refuses comes out as the user's error. */
final class Cluster {
  private static final String PATIENCE = "--request-timeout=15s";

  private final Kubectl kubectl;
  private final String namespace;

  Cluster(Kubectl kubectl, String namespace) {
    this.kubectl = kubectl;
    this.namespace = namespace;
  }

  String namespace() {
    return namespace;
  }

  /** Whatever kubectl answers. */
  KubectlAnswer ask(String input, String... arguments) {
    List<String> words = new ArrayList<>(List.of(arguments));
    words.add(1, PATIENCE);
    return kubectl.run(input, words);
  }

  /** What kubectl answers about that object; it must be content. */
  String demand(String about, String... arguments) {
    return demandWith("", about, arguments);
  }

  /** The same with this text as its input. */
  String demandWith(String input, String about, String... arguments) {
    KubectlAnswer answer = ask(input, arguments);
    if (!answer.ok()) {
      throw new Refusal(namespace, about).explain(answer.err());
    }
    return answer.out();
  }

  /** A kubectl that works for longer, with what it says in a file. */
  Process start(Path output, String... arguments) throws IOException {
    return kubectl.start(output, List.of(arguments));
  }

  /** The pod, or the news that there is none, with the names of those that are. */
  PodState pod(String name) {
    String document = demand(name, "get", "pod", name, "--ignore-not-found", "-o", "json");
    if (document.isBlank()) {
      throw new UserError(
          "there is no pod " + name + " in namespace " + namespace,
          "its pods are: " + names(),
          "name one of them with --pod, or another namespace with --namespace");
    }
    return new PodState(Json.parse(document));
  }

  /** The pod, if there is one and the cluster answers. */
  Optional<PodState> findPod(String name) {
    String document = demand(name, "get", "pod", name, "--ignore-not-found", "-o", "json");
    return document.isBlank() ? Optional.empty() : Optional.of(new PodState(Json.parse(document)));
  }

  List<PodState> pods() {
    return items(demand("pods", "get", "pods", "-o", "json")).stream().map(PodState::new).toList();
  }

  List<JsonNode> nodes() {
    return items(demand("nodes", "get", "nodes", "-o", "json"));
  }

  /** The names of its pods that a fault can be ordered from. */
  String names() {
    List<String> names =
        pods().stream().filter(PodState::hasFaultPage).map(PodState::name).toList();
    return names.isEmpty() ? "none of the demo app's backend" : String.join(", ", names);
  }

  private static List<JsonNode> items(String document) {
    List<JsonNode> items = new ArrayList<>();
    Json.parse(document).path("items").forEach(items::add);
    return items;
  }
}
