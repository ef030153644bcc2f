package io.tidewatch.operator.hpa;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.tidewatch.policy.HpaPod;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Pods of one scenario that nobody runs: the test writes what a kubelet would. */
final class TestingPods {
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private final KubernetesClient client;
  private final String namespace;
  private final String scenario;
  private final Map<String, HpaPod> written = new HashMap<>();

  TestingPods(KubernetesClient client, String namespace, String scenario) {
    this.client = client;
    this.namespace = namespace;
    this.scenario = scenario;
  }

  /** Makes the cluster's pods these, touching only what differs. */
  void become(List<HpaPod> pods) {
    Map<String, HpaPod> wanted = new TreeMap<>();
    pods.forEach(pod -> wanted.put(pod.name(), pod));
    for (HpaPod old : List.copyOf(written.values())) {
      HpaPod now = wanted.get(old.name());
      if (now == null || !now.requests().equals(old.requests()) || revived(old, now)) {
        remove(old);
      }
    }
    for (HpaPod pod : wanted.values()) {
      if (!pod.equals(written.get(pod.name()))) {
        write(pod);
      }
    }
  }

  private static boolean revived(HpaPod old, HpaPod now) {
    return old.deleting() && !now.deleting();
  }

  private void write(HpaPod pod) {
    HpaPod old = written.get(pod.name());
    if (old == null) {
      client.pods().inNamespace(namespace).resource(object(pod)).create();
    }
    if (old == null || !pod.phase().equals(old.phase()) || !readiness(pod).equals(readiness(old))) {
      resource(pod).subresource("status").patch(MERGE, status(pod));
    }
    if (pod.deleting() && (old == null || !old.deleting())) {
      resource(pod).patch(MERGE, "{\"metadata\":{\"finalizers\":[\"tidewatch.io/held\"]}}");
      resource(pod).delete();
    }
    written.put(pod.name(), pod);
  }

  private static List<Object> readiness(HpaPod pod) {
    return List.of(pod.started(), pod.ready());
  }

  private void remove(HpaPod pod) {
    if (pod.deleting()) {
      resource(pod).patch(MERGE, "{\"metadata\":{\"finalizers\":null}}");
    } else {
      resource(pod).withGracePeriod(0).delete();
    }
    written.remove(pod.name());
  }

  private PodResource resource(HpaPod pod) {
    return client.pods().inNamespace(namespace).withName(full(pod));
  }

  /** Names of pods are unique in a namespace, those of a scenario only in it. */
  private String full(HpaPod pod) {
    return scenario + "-" + pod.name();
  }

  private Pod object(HpaPod pod) {
    Map<String, Quantity> requests = new TreeMap<>();
    pod.requests().forEach((name, thousandths) -> requests.put(name, quantity(name, thousandths)));
    return new PodBuilder()
        .withNewMetadata()
        .withName(full(pod))
        .withLabels(Map.of("app", scenario))
        .endMetadata()
        .withNewSpec()
        .withSchedulerName("nobody")
        .withAutomountServiceAccountToken(false)
        .addNewContainer()
        .withName("main")
        .withImage("none")
        .withNewResources()
        .withRequests(requests)
        .endResources()
        .endContainer()
        .endSpec()
        .build();
  }

  private static Quantity quantity(String resource, long thousandths) {
    return resource.equals("memory")
        ? new Quantity(Long.toString(thousandths / 1000))
        : new Quantity(thousandths + "m");
  }

  private static String status(HpaPod pod) {
    ObjectNode patch = MAPPER.createObjectNode();
    ObjectNode status = patch.putObject("status").put("phase", word(pod.phase()));
    status.put("startTime", pod.started().map(Object::toString).orElse(null));
    ArrayNode conditions = status.putArray("conditions");
    pod.ready()
        .ifPresent(
            ready ->
                conditions
                    .addObject()
                    .put("type", "Ready")
                    .put("status", word(ready.status()))
                    .put("lastTransitionTime", ready.since().toString()));
    return patch.toString();
  }

  private static String word(Enum<?> constant) {
    return constant.name().charAt(0) + constant.name().substring(1).toLowerCase(Locale.ROOT);
  }
}
