package io.tidewatch.operator.crd;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A fabric8 informer on PredictiveScalers, in one namespace or in all. */
final class InformerFeed implements Feed, ResourceEventHandler<GenericKubernetesResource> {
  private static final Logger LOG = LoggerFactory.getLogger(InformerFeed.class);
  private static final long PAGE = 500;
  private static final String APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private final Clock clock;
  private final SharedIndexInformer<GenericKubernetesResource> informer;
  private final SlimStore store = new SlimStore();
  private volatile Instant lastSign;
  private volatile boolean failing;

  private InformerFeed(KubernetesClient client, Optional<String> namespace, Clock clock) {
    this.clock = clock;
    this.lastSign = clock.instant();
    MixedOperation<
            GenericKubernetesResource,
            GenericKubernetesResourceList,
            Resource<GenericKubernetesResource>>
        all = client.genericKubernetesResources(PredictiveScaler.context());
    this.informer =
        (namespace.isPresent() ? all.inNamespace(namespace.get()) : all.inAnyNamespace())
            .withLimit(PAGE)
            .runnableInformer(0)
            .itemStore(store)
            .addEventHandler(this)
            .exceptionHandler((started, failure) -> retry(failure));
  }

  static InformerFeed open(KubernetesClient client, Optional<String> namespace, Clock clock) {
    InformerFeed feed = new InformerFeed(client, namespace, clock);
    feed.informer.start();
    return feed;
  }

  @Override
  public boolean synced() {
    return informer.hasSynced();
  }

  @Override
  public Instant lastSign() {
    return lastSign;
  }

  @Override
  public List<ScalerObject> items() {
    return List.copyOf(store.objects.values());
  }

  @Override
  public void onAdd(GenericKubernetesResource added) {
    heard();
  }

  @Override
  public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
    heard();
  }

  @Override
  public void onDelete(GenericKubernetesResource gone, boolean unknown) {
    heard();
  }

  private void heard() {
    lastSign = clock.instant();
    failing = false;
  }

  // Whatever it is, it may pass: a CRD may be installed, a right be given.
  private boolean retry(Throwable failure) {
    if (!failing) {
      LOG.warn("PredictiveScalers cannot be watched: {}", failure.getMessage());
    }
    failing = true;
    return true;
  }

  @Override
  public void close() {
    informer.close();
  }

  private static String key(GenericKubernetesResource resource) {
    return resource.getMetadata().getNamespace() + "/" + resource.getMetadata().getName();
  }

  /**
   * Keeps no more of an object than is read; filled before the informer calls itself synced, which
   * handlers are not.
   */
  private static final class SlimStore implements ItemStore<GenericKubernetesResource> {
    private final Map<String, GenericKubernetesResource> kept = new ConcurrentHashMap<>();
    private final Map<String, ScalerObject> objects = new ConcurrentHashMap<>();

    @Override
    public String getKey(GenericKubernetesResource resource) {
      return key(resource);
    }

    @Override
    public GenericKubernetesResource put(String key, GenericKubernetesResource resource) {
      resource.getMetadata().setManagedFields(null);
      Optional.ofNullable(resource.getMetadata().getAnnotations())
          .ifPresent(annotations -> annotations.remove(APPLIED));
      objects.put(key, ScalerReader.read(resource));
      return kept.put(key, resource);
    }

    @Override
    public GenericKubernetesResource remove(String key) {
      objects.remove(key);
      return kept.remove(key);
    }

    @Override
    public Stream<String> keySet() {
      return kept.keySet().stream();
    }

    @Override
    public Stream<GenericKubernetesResource> values() {
      return kept.values().stream();
    }

    @Override
    public int size() {
      return kept.size();
    }

    @Override
    public GenericKubernetesResource get(String key) {
      return kept.get(key);
    }
  }
}
