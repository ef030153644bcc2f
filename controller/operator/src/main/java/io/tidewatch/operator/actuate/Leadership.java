package io.tidewatch.operator.actuate;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Stands for election as long as the process lives; the fence of everything that needs a leader.
 */
public final class Leadership implements Fence, AutoCloseable {
  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final LeaderLease lease;
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "leader-lease"));

  private Leadership(LeaderLease lease) {
    this.lease = lease;
  }

  /**
   * @param identity of this process alone, such as the pod's name and a random part
   * @param onLoss ends the process at once
   */
  public static Leadership seek(
      KubernetesClient client, String namespace, String identity, Clock clock, Runnable onLoss) {
    LeaderLease lease =
        new LeaderLease(
            new KubernetesApi(client, TIMEOUT),
            new LeaderLease.LeaseName(namespace, "tidewatch"),
            identity,
            LEASE,
            clock,
            System::nanoTime,
            onLoss);
    Leadership leadership = new Leadership(lease);
    long third = LEASE.dividedBy(3).toMillis();
    leadership.thread.scheduleWithFixedDelay(lease::step, 0, third, TimeUnit.MILLISECONDS);
    return leadership;
  }

  /** Whether this process leads, as far as it knows without asking. */
  public boolean leads() {
    return lease.leads();
  }

  @Override
  public boolean holds() {
    return lease.holds();
  }

  /**
   * A note that an earlier leader has left for the next.
   *
   * @throws IOException when that cannot be known now
   */
  public Optional<String> note(String key) throws IOException {
    return lease.note(key);
  }

  /**
   * Leaves a note for the next leader.
   *
   * @throws IOException when it was not written, or may not have been
   */
  public void note(String key, String text) throws IOException {
    lease.note(key, text);
  }

  @Override
  public void close() {
    thread.shutdownNow();
    lease.close();
  }
}
