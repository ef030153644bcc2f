package io.tidewatch.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidewatch.operator.actuate.Actuators;
import io.tidewatch.operator.actuate.ContainerSize;
import io.tidewatch.operator.actuate.ContainerSize.Resource;
import io.tidewatch.operator.actuate.Errand;
import io.tidewatch.operator.actuate.Evictor;
import io.tidewatch.operator.actuate.Fence;
import io.tidewatch.operator.actuate.PodName;
import io.tidewatch.operator.actuate.Resizer;
import io.tidewatch.operator.actuate.ScaleOrder;
import io.tidewatch.operator.actuate.SizeMark;
import io.tidewatch.operator.actuate.TargetName;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Rights that only pods need which fail or have the wrong size, and those on targets that are
 * scaled as others are: it is enough to ask once.
 */
enum AskedRight {
  COUNT("get rollouts/scale (argoproj.io)", "ApiTrouble", "roll", AskedRight::scaled),
  SCALE("patch rollouts/scale (argoproj.io)", "ApiTrouble", "roll", AskedRight::scaled),
  EVICTION("create pods/eviction", AskedRight::evicted),
  POD("get pods", (client, namespace) -> resized(client, new PodName(namespace, "web-1", "1"))),
  POD_SIZE("patch pods/resize", AskedRight::resizedByItsUid) {
    @Override
    String needs() {
      return super.needs() + RightsWorkload.POD;
    }
  },
  TEMPLATE("patch deployments (apps)", AskedRight::written);

  private static final Map<Resource, Long> NOW =
      Map.of(Resource.CPU, 1_000L, Resource.MEMORY, 1L << 30);
  private static final Map<Resource, Long> HALF = Map.of(Resource.CPU, 500L);

  private final String right;
  private final String code;
  private final String workload;
  private final BiFunction<KubernetesClient, String, String> asking;

  AskedRight(String right, BiFunction<KubernetesClient, String, String> asking) {
    this(right, "Forbidden", "web", asking);
  }

  AskedRight(
      String right,
      String code,
      String workload,
      BiFunction<KubernetesClient, String, String> asking) {
    this.right = right;
    this.code = code;
    this.workload = workload;
    this.asking = asking;
  }

  String right() {
    return right;
  }

  /** What comes of asking without it. */
  String code() {
    return code;
  }

  /** What must stand in the namespace. */
  String needs() {
    return RightsWorkload.manifest(workload);
  }

  /** Asks for what the right is for; the code of what came of it. */
  String answer(KubernetesClient client, String namespace) {
    return asking.apply(client, namespace);
  }

  private static String evicted(KubernetesClient client, String namespace) {
    PodName pod = new PodName(namespace, "web-1", "1");
    return Evictor.of(client, Fence.none()).evict(pod).reason().code();
  }

  private static String resizedByItsUid(KubernetesClient client, String namespace) {
    String uid =
        client.pods().inNamespace(namespace).withName("web-1").get().getMetadata().getUid();
    return resized(client, new PodName(namespace, "web-1", uid));
  }

  private static String written(KubernetesClient client, String namespace) {
    SizeMark mark = new SizeMark("shop/web", "1", "main", NOW, HALF);
    TargetName web = new TargetName(namespace, "apps/v1", "Deployment", "web");
    ContainerSize before = new ContainerSize("main", NOW, Map.of());
    return Resizer.of(client, Fence.none()).template(web, before, mark).reason().code();
  }

  private static String resized(KubernetesClient client, PodName pod) {
    Optional<Map<Resource, Long>> from = Optional.of(Map.of(Resource.CPU, 1_000L));
    return Resizer.of(client, Fence.none()).pod(pod, "main", from, HALF).reason().code();
  }

  private static String scaled(KubernetesClient client, String namespace) {
    TargetName roll = new TargetName(namespace, "argoproj.io/v1alpha1", "Rollout", "roll");
    Errand more = new Errand.Scale(new ScaleOrder(roll, 4, 5, 1, 20));
    return Actuators.of(client, List.of(namespace), Fence.none(), Clock.systemUTC(), Duration.ZERO)
        .run(more)
        .code();
  }
}
