package io.tidewatch.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidewatch.operator.actuate.ContainerSize;
import io.tidewatch.operator.actuate.ContainerSize.Resource;
import io.tidewatch.operator.actuate.Evictor;
import io.tidewatch.operator.actuate.Fence;
import io.tidewatch.operator.actuate.PodName;
import io.tidewatch.operator.actuate.Resizer;
import io.tidewatch.operator.actuate.SizeMark;
import io.tidewatch.operator.actuate.TargetName;
import java.util.Map;
import java.util.Optional;

/** Rights that only pods need which fail or have the wrong size: it is enough to ask once. */
enum AskedRight {
  EVICTION("create pods/eviction") {
    @Override
    String answer(KubernetesClient client, String namespace) {
      PodName pod = new PodName(namespace, "web-1", "1");
      return Evictor.of(client, Fence.none()).evict(pod).reason().code();
    }
  },
  POD("get pods") {
    @Override
    String answer(KubernetesClient client, String namespace) {
      return resized(client, new PodName(namespace, "web-1", "1"));
    }
  },
  POD_SIZE("patch pods/resize") {
    @Override
    String needs() {
      return super.needs() + RightsWorkload.POD;
    }

    @Override
    String answer(KubernetesClient client, String namespace) {
      String uid =
          client.pods().inNamespace(namespace).withName("web-1").get().getMetadata().getUid();
      return resized(client, new PodName(namespace, "web-1", uid));
    }
  },
  TEMPLATE("patch deployments (apps)") {
    @Override
    String answer(KubernetesClient client, String namespace) {
      SizeMark mark = new SizeMark("shop/web", "1", "main", NOW, HALF);
      TargetName web = new TargetName(namespace, "apps/v1", "Deployment", "web");
      ContainerSize before = new ContainerSize("main", NOW, Map.of());
      return Resizer.of(client, Fence.none()).template(web, before, mark).reason().code();
    }
  };

  private static final Map<Resource, Long> NOW =
      Map.of(Resource.CPU, 1_000L, Resource.MEMORY, 1L << 30);
  private static final Map<Resource, Long> HALF = Map.of(Resource.CPU, 500L);

  private final String right;

  AskedRight(String right) {
    this.right = right;
  }

  String right() {
    return right;
  }

  /** What must stand in the namespace. */
  String needs() {
    return RightsWorkload.manifest("web");
  }

  /** Asks for what the right is for; the code of what came of it. */
  abstract String answer(KubernetesClient client, String namespace);

  private static String resized(KubernetesClient client, PodName pod) {
    Optional<Map<Resource, Long>> from = Optional.of(Map.of(Resource.CPU, 1_000L));
    return Resizer.of(client, Fence.none()).pod(pod, "main", from, HALF).reason().code();
  }
}
