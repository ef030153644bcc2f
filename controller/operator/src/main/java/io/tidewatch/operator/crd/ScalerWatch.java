package io.tidewatch.operator.crd;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All PredictiveScalers of the namespaces that are watched. */
public final class ScalerWatch implements AutoCloseable {
  private final List<RenewedFeed> feeds;

  private ScalerWatch(List<RenewedFeed> feeds) {
    this.feeds = List.copyOf(feeds);
  }

  /**
   * Begins to watch.
   *
   * @param namespaces which; all when empty
   * @param silence after how long without a word a watch is renewed
   */
  public static ScalerWatch open(
      KubernetesClient client, List<String> namespaces, Duration silence, Clock clock) {
    Stream<Optional<String>> each =
        namespaces.isEmpty() ? Stream.of(Optional.empty()) : namespaces.stream().map(Optional::of);
    return new ScalerWatch(
        each.map(
                one -> new RenewedFeed(() -> InformerFeed.open(client, one, clock), silence, clock))
            .toList());
  }

  /** Those that there are; empty until all namespaces have been read once. */
  public Optional<List<ScalerObject>> current() {
    List<ScalerObject> all = new ArrayList<>();
    boolean whole = true;
    for (RenewedFeed feed : feeds) {
      Optional<List<ScalerObject>> items = feed.items();
      items.ifPresent(all::addAll);
      whole &= items.isPresent();
    }
    return whole ? Optional.of(all) : Optional.empty();
  }

  @Override
  public void close() {
    feeds.forEach(RenewedFeed::close);
  }
}
