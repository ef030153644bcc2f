package io.tidewatch.operator.incident;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.crd.spec.IncidentRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One incident per cause, told until everybody has it. Reports are noted in the caller's thread, in
 * memory and in the journal; each receiver is told by a thread of its own.
 */
public final class IncidentDesk implements Incidents, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IncidentDesk.class);
  private static final Duration LOOK = Duration.ofMillis(500);

  private final IncidentJournal journal;
  private final IncidentBook book;
  private final Function<WorkloadId, Optional<IncidentRules>> rules;
  private final Clock clock;
  private final IncidentView view;
  private final List<Courier> couriers;
  private final ScheduledExecutorService threads;
  private boolean full;
  private volatile boolean leading;

  IncidentDesk(
      IncidentJournal journal,
      List<Receiver> receivers,
      BookRules bookRules,
      Duration least,
      IncidentView view,
      Function<WorkloadId, Optional<IncidentRules>> rules,
      Clock clock,
      RandomGenerator.SplittableGenerator random) {
    this.journal = journal;
    this.rules = rules;
    this.clock = clock;
    this.view = view;
    this.book =
        new IncidentBook(
            bookRules,
            receivers.stream().map(Receiver::addressee).toList(),
            journal,
            journal.episodes(),
            clock.instant());
    this.couriers =
        receivers.stream()
            .map(receiver -> new Courier(receiver, new Letters(), least, clock, random.split()))
            .toList();
    this.threads = new ScheduledThreadPoolExecutor(couriers.size() + 1, IncidentDesk::daemon);
  }

  /**
   * Opens a desk that goes on where the last one in this directory stopped; it tells nobody until
   * it is started.
   *
   * @param state a directory that this process alone uses
   * @param step how often the loop reports (wall time): five steps of silence end an incident
   * @param rules what the owner of a workload wants
   * @throws UserException when the directory cannot be used
   */
  public static IncidentDesk open(
      IncidentConfig config,
      Path state,
      Duration step,
      Function<WorkloadId, Optional<IncidentRules>> rules,
      Clock clock,
      RandomGenerator.SplittableGenerator random) {
    Links links = new Links(config.controller());
    return new IncidentDesk(
        IncidentJournal.open(state),
        config.receivers().stream().map(target -> target.receiver(links, config.labels())).toList(),
        BookRules.of(step),
        Backoff.LEAST,
        new IncidentView(new WebhookDocument(links, config.labels())),
        rules,
        clock,
        random);
  }

  /** Begins to tell, and to let time end what is not reported again. */
  public void start() {
    start(() -> true);
  }

  /**
   * As above, but only while this process is the one that reports: a standby would take the silence
   * of its own loop for the end of what another one tells.
   */
  public void start(BooleanSupplier leads) {
    every(() -> lead(leads.getAsBoolean()));
    couriers.forEach(
        courier ->
            every(
                () -> {
                  if (leading) {
                    courier.turn();
                  }
                }));
  }

  private synchronized void lead(boolean leads) {
    if (leads && !leading) {
      book.begin(clock.instant());
    }
    leading = leads;
    if (leads) {
      pass();
    }
  }

  @Override
  public synchronized void report(Incident incident) {
    book.report(incident, Routing.of(rules.apply(incident.workload())), clock.instant());
    complainWhenFull();
  }

  @Override
  public synchronized void over(Incident.Key key, Instant at, String why) {
    book.over(key, at, why, clock.instant());
  }

  /** What is open and what has lately been resolved, for {@code GET /incidents}. */
  public ObjectNode view() {
    return view.of(episodes(), couriers, this);
  }

  /** Adds this desk's numbers to those that a process exports. */
  public void register(PrometheusRegistry registry) {
    new IncidentMetrics(this).register(registry);
  }

  /** Stops telling; what is not delivered is delivered by the next desk on this directory. */
  @Override
  public void close() {
    stopThreads();
    synchronized (this) {
      try {
        journal.close();
      } catch (IOException lost) {
        throw new UncheckedIOException("the incidents' journal did not close", lost);
      }
    }
  }

  synchronized void pass() {
    book.pass(clock.instant());
  }

  synchronized List<Episode> episodes() {
    return book.episodes();
  }

  synchronized long undelivered(Courier courier) {
    return book.episodes().stream()
        .filter(episode -> book.undelivered(episode, courier.addressee()))
        .count();
  }

  synchronized Map<String, Long> givenUp() {
    return book.givenUp();
  }

  List<Courier> couriers() {
    return couriers;
  }

  /** What couriers may do at the desk; never while they wait for a receiver. */
  private final class Letters implements Courier.Desk {
    @Override
    public List<Episode> of(Addressee addressee) {
      synchronized (IncidentDesk.this) {
        return book.of(addressee);
      }
    }

    @Override
    public void told(Addressee addressee, List<Episode> taken) {
      synchronized (IncidentDesk.this) {
        book.told(addressee.name(), taken);
      }
    }
  }

  private void complainWhenFull() {
    boolean overflowed = book.overflowed();
    if (overflowed && !full) {
      LOG.warn("more incidents are open than can be kept; further ones wait for room");
    }
    full = overflowed;
  }

  private void every(Runnable work) {
    threads.scheduleWithFixedDelay(new Guarded(work), 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A scheduled task that throws is never run again; what always throws is told once. */
  private static final class Guarded implements Runnable {
    private final Runnable work;
    private boolean broken;

    Guarded(Runnable work) {
      this.work = work;
    }

    @Override
    public void run() {
      try {
        work.run();
        broken = false;
      } catch (RuntimeException bug) {
        if (!broken) {
          LOG.error("incidents: a bug in the controller", bug);
        }
        broken = true;
      }
    }
  }

  private void stopThreads() {
    threads.shutdownNow();
    try {
      threads.awaitTermination(2, TimeUnit.SECONDS);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "incidents");
    thread.setDaemon(true);
    return thread;
  }
}
