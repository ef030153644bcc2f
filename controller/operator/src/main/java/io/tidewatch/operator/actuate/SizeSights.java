package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What must be seen of a cluster before and while pods get another size. */
public final class SizeSights {
  private static final String VPAS = "/apis/autoscaling.k8s.io/v1/namespaces/%s/%s";

  private final KubernetesApi api;

  SizeSights(KubernetesApi api) {
    this.api = api;
  }

  public static SizeSights of(KubernetesClient client) {
    return new SizeSights(new KubernetesApi(client, KubernetesApi.USUAL_TIMEOUT));
  }

  /**
   * An answer that may be missing.
   *
   * @param trouble why nothing is known
   */
  public record Seen<T>(Optional<T> what, Optional<String> trouble) {
    static <T> Seen<T> of(T what) {
      return new Seen<>(Optional.of(what), Optional.empty());
    }

    static <T> Seen<T> nothing() {
      return new Seen<>(Optional.empty(), Optional.empty());
    }

    static <T> Seen<T> trouble(Answer answer) {
      return new Seen<>(Optional.empty(), Optional.of(answer.text()));
    }
  }

  /**
   * The HPA that scales a target.
   *
   * @param cpuTargets its targets that are shares of the CPU request, in percent
   * @param onMemory whether a target of it is a share of the memory request
   * @param fight whom we left it to, if so
   */
  public record Hpa(
      String name, List<Integer> cpuTargets, boolean onMemory, Optional<String> fight) {
    public Hpa {
      cpuTargets = List.copyOf(cpuTargets);
    }

    public boolean onCpu() {
      return !cpuTargets.isEmpty();
    }
  }

  /** A Deployment; nothing where there is none. */
  public Seen<TemplateSight> template(TargetName target) {
    Answer answer = api.get(target.path(target.plural().orElseThrow()));
    if (answer.missing()) {
      return Seen.nothing();
    }
    return answer.ok() ? Seen.of(TemplateSight.read(answer.body())) : Seen.trouble(answer);
  }

  /** How far the kubelet is with a pod. */
  public PodSize pod(PodName pod) {
    Answer answer = api.get(pod.path());
    boolean gone = answer.missing() || answer.ok() && !pod.uid().equals(uid(answer.body()));
    if (gone) {
      return new PodSize(PodSize.State.GONE, "");
    }
    return answer.ok()
        ? PodSize.read(answer.body())
        : new PodSize(PodSize.State.UNKNOWN, answer.text());
  }

  private static String uid(JsonNode object) {
    return object.at("/metadata/uid").asText();
  }

  /** The VerticalPodAutoscaler that changes the same pods; a cluster may have none of that kind. */
  public Seen<String> vpa(TargetName target) {
    Answer answer = api.get(VPAS.formatted(target.namespace(), "verticalpodautoscalers"));
    if (answer.missing()) {
      return Seen.nothing();
    }
    if (!answer.ok()) {
      return Seen.trouble(answer);
    }
    return Wire.items(answer.body().path("items"))
        .filter(vpa -> refersTo(vpa.at("/spec/targetRef"), target))
        .filter(vpa -> !vpa.at("/spec/updatePolicy/updateMode").asText("Auto").equals("Off"))
        .map(vpa -> vpa.at("/metadata/name").asText())
        .findFirst()
        .map(Seen::of)
        .orElseGet(Seen::nothing);
  }

  /**
   * The HPA that scales a target.
   *
   * @param terms those of the PredictiveScaler: a fight about others is over
   */
  public Seen<Hpa> hpa(TargetName target, String terms, Instant now) {
    Answer answer =
        api.get(
            "/apis/autoscaling/v2/namespaces/" + target.namespace() + "/horizontalpodautoscalers");
    if (!answer.ok()) {
      return Seen.trouble(answer);
    }
    return Wire.items(answer.body().path("items"))
        .filter(hpa -> refersTo(hpa.at("/spec/scaleTargetRef"), target))
        .map(hpa -> hpa(hpa, terms, now))
        .findFirst()
        .map(Seen::of)
        .orElseGet(Seen::nothing);
  }

  private static Hpa hpa(JsonNode hpa, String terms, Instant now) {
    List<Integer> onCpu =
        HpaRetarget.targets(hpa.at("/spec/metrics")).stream()
            .map(target -> target.path("averageUtilization").asInt())
            .toList();
    Optional<String> fight =
        Wire.text(hpa.path("metadata").path("annotations").path(Conflict.ANNOTATION))
            .flatMap(Conflict::parse)
            .filter(conflict -> conflict.holds(now, terms))
            .map(Conflict::sentence);
    return new Hpa(hpa.at("/metadata/name").asText(), onCpu, onMemory(hpa), fight);
  }

  private static boolean onMemory(JsonNode hpa) {
    return Wire.items(hpa.at("/spec/metrics"))
        .flatMap(metric -> Stream.of(metric.path("resource"), metric.path("containerResource")))
        .filter(resource -> resource.path("name").asText().equals("memory"))
        .anyMatch(resource -> resource.at("/target/averageUtilization").isInt());
  }

  private static boolean refersTo(JsonNode reference, TargetName target) {
    return reference.path("kind").asText().equals(target.kind())
        && reference.path("name").asText().equals(target.name());
  }
}
