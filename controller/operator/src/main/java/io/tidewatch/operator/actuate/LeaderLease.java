package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Lease decides who acts. As a {@link Fence} it is asked before every write: our own time must
 * not be over, the server must still name us, and our time must not have run out while it was
 * asked. A write that is delayed even after that carries the resourceVersion of what was decided
 * about, so it fails if another leader has written since.
 *
 * <p>Who has led once and does not any more never leads again in this process: {@code onLoss} ends
 * it, and what was in flight ends with it.
 */
final class LeaderLease implements Fence, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LeaderLease.class);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final KubernetesApi api;
  private final LeaseName name;
  private final String identity;
  private final Duration duration;
  private final Clock clock;
  private final LongSupplier nanos;
  private final Runnable onLoss;

  private boolean leading;
  private boolean lost;
  private long renewed;
  private Instant renewedAt = Instant.EPOCH;
  private String seenVersion = "";
  private long seenSince;

  /**
   * @param identity of this process alone: a restarted one is another
   * @param nanos a clock that nobody sets; the wall clock is watched as well, because this one
   *     stands still while a machine sleeps
   */
  LeaderLease(
      KubernetesApi api,
      LeaseName name,
      String identity,
      Duration duration,
      Clock clock,
      LongSupplier nanos,
      Runnable onLoss) {
    this.api = api;
    this.name = name;
    this.identity = identity;
    this.duration = duration;
    this.clock = clock;
    this.nanos = nanos;
    this.onLoss = onLoss;
    this.seenSince = nanos.getAsLong();
  }

  /** Where the lease is. */
  record LeaseName(String namespace, String name) {
    String path() {
      return folder() + "/" + name;
    }

    String folder() {
      return "/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases";
    }
  }

  /** Looks at the lease and does what follows; called every third of its duration. */
  synchronized void step() {
    if (lost) {
      return;
    }
    long asked = nanos.getAsLong();
    Instant askedAt = clock.instant();
    Answer seen = api.get(name.path());
    if (!seen.ok() && !seen.missing()) {
      checkOwnTime();
      return;
    }
    LeaseView lease = seen.ok() ? LeaseView.read(seen.body()) : LeaseView.absent();
    follow(lease, asked, askedAt);
  }

  private void follow(LeaseView lease, long asked, Instant askedAt) {
    if (!lease.resourceVersion().equals(seenVersion)) {
      seenVersion = lease.resourceVersion();
      seenSince = asked;
    }
    Duration silent = Duration.ofNanos(asked - seenSince);
    LeasePlan plan = LeasePlan.of(lease, identity, leading, silent);
    if (plan == LeasePlan.LOST) {
      lose("the lease names " + (lease.holder().isEmpty() ? "nobody" : lease.holder()));
      return;
    }
    if (plan == LeasePlan.WAIT) {
      return;
    }
    Answer written =
        plan == LeasePlan.CREATE
            ? api.post(name.folder(), body(lease, plan))
            : api.put(name.path(), body(lease, plan));
    if (written.ok()) {
      held(asked, askedAt);
    }
    // 409: somebody was faster, or our own renewal was heard without our knowing: look again.
    checkOwnTime();
  }

  private void held(long asked, Instant askedAt) {
    if (!leading) {
      LOG.info("leads as {}", identity);
    }
    leading = true;
    // From before the request: the server may have heard it at once.
    renewed = asked;
    renewedAt = askedAt;
  }

  private ObjectNode body(LeaseView lease, LeasePlan plan) {
    String now = MICROS.format(clock.instant());
    boolean same = plan == LeasePlan.RENEW;
    ObjectNode body =
        Wire.object().put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
    ObjectNode meta = body.putObject("metadata").put("name", name.name());
    if (lease.present()) {
      meta.put("resourceVersion", lease.resourceVersion());
    }
    // A PUT drops what it does not mention.
    if (lease.annotations().isObject()) {
      meta.set("annotations", lease.annotations());
    }
    body.putObject("spec")
        .put("holderIdentity", identity)
        .put("leaseDurationSeconds", (int) duration.toSeconds())
        .put("acquireTime", same ? lease.acquired() : now)
        .put("renewTime", now)
        .put("leaseTransitions", lease.transitions() + (same || !lease.present() ? 0 : 1));
    return body;
  }

  /** Whether this process leads, as far as it knows without asking. */
  synchronized boolean leads() {
    return leading && !lost;
  }

  @Override
  public synchronized boolean holds() {
    if (!leads() || !checkOwnTime()) {
      return false;
    }
    Answer seen = api.get(name.path());
    if (seen.ok() && !LeaseView.read(seen.body()).holder().equals(identity)) {
      lose("the lease names " + LeaseView.read(seen.body()).holder());
    }
    return seen.ok() && !lost && checkOwnTime();
  }

  /**
   * A note that an earlier leader has left on the lease.
   *
   * @throws IOException when the lease cannot be read
   */
  Optional<String> note(String key) throws IOException {
    Answer seen = api.get(name.path());
    if (!seen.ok()) {
      throw new IOException("the lease cannot be read: " + seen.text());
    }
    return Wire.text(LeaseView.read(seen.body()).annotations().path(key));
  }

  /**
   * Leaves a note for the next leader; a renewal at the same time.
   *
   * @throws IOException when it was not written, or may not have been
   */
  synchronized void note(String key, String text) throws IOException {
    if (!leads() || !checkOwnTime()) {
      throw new IOException("this process does not lead");
    }
    long asked = nanos.getAsLong();
    Instant askedAt = clock.instant();
    Answer seen = api.get(name.path());
    LeaseView lease = seen.ok() ? LeaseView.read(seen.body()) : LeaseView.absent();
    if (!lease.holder().equals(identity)) {
      throw new IOException("the lease does not name this process: " + seen.text());
    }
    ObjectNode body = body(lease, LeasePlan.RENEW);
    body.withObject("metadata").withObject("annotations").put(key, text);
    Answer written = api.put(name.path(), body);
    if (!written.ok()) {
      throw new IOException("the lease was not written: " + written.text());
    }
    held(asked, askedAt);
  }

  // A third is left for a write that is under way when the time is over.
  private boolean checkOwnTime() {
    if (!leading || lost) {
      return false;
    }
    Duration mine = duration.multipliedBy(2).dividedBy(3);
    boolean over =
        nanos.getAsLong() - renewed >= mine.toNanos()
            || Duration.between(renewedAt, clock.instant()).compareTo(mine) >= 0;
    if (over) {
      lose("the lease could not be renewed for " + mine.toSeconds() + " s");
    }
    return !over;
  }

  private void lose(String why) {
    lost = true;
    LOG.error("leads no more, this process ends: {}", why);
    onLoss.run();
  }

  /** Lets the lease go, so that the next one need not wait. */
  @Override
  public synchronized void close() {
    if (!leads()) {
      return;
    }
    leading = false;
    Answer seen = api.get(name.path());
    LeaseView lease = seen.ok() ? LeaseView.read(seen.body()) : LeaseView.absent();
    if (lease.holder().equals(identity)) {
      ObjectNode body = body(lease, LeasePlan.RENEW);
      ((ObjectNode) body.path("spec")).put("holderIdentity", "");
      api.put(name.path(), body);
    }
  }
}
