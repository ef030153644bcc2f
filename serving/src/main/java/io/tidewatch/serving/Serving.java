package io.tidewatch.serving;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.mlflow.ModelRegistry;
import io.tidewatch.serving.forecast.BoardBuilder;
import io.tidewatch.serving.forecast.StepLoop;
import io.tidewatch.serving.http.AnswerBook;
import io.tidewatch.serving.http.HttpApi;
import io.tidewatch.serving.http.HttpSettings;
import io.tidewatch.serving.metrics.AliasMetrics;
import io.tidewatch.serving.metrics.ServingMetrics;
import io.tidewatch.serving.model.DetectorLoader;
import io.tidewatch.serving.model.FollowedModel;
import io.tidewatch.serving.model.LoadedDetector;
import io.tidewatch.serving.model.LoadedModel;
import io.tidewatch.serving.model.LoadedPolicy;
import io.tidewatch.serving.model.ModelRefresher;
import io.tidewatch.serving.model.ModelSlot;
import io.tidewatch.serving.model.ModelSource;
import io.tidewatch.serving.model.PackageCache;
import io.tidewatch.serving.model.PackageLoader;
import io.tidewatch.serving.model.PolicyLoader;
import io.tidewatch.serving.model.Refresh;
import io.tidewatch.serving.optimize.PresentResources;
import io.tidewatch.serving.shadow.Shadow;
import io.tidewatch.serving.window.DemandSource;
import io.tidewatch.serving.window.LiveWindows;
import io.tidewatch.serving.window.PodSource;
import io.tidewatch.serving.window.PodWindows;
import io.tidewatch.serving.window.ReadyReplicas;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole serving process, wired by hand: one thread moves the windows on and forecasts, one
 * follows the registry, and requests read what the first has published.
 */
public final class Serving implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Serving.class);
  private static final Duration LONGEST_TICK = Duration.ofSeconds(1);
  private static final long SWAP_WAIT_SECONDS = 5;

  private final ScheduledExecutorService steps = thread("steps");
  private final ScheduledExecutorService models = thread("models");
  private final ModelSlot<LoadedModel> slot = new ModelSlot<>();
  private final ModelSlot<LoadedDetector> detectorSlot = new ModelSlot<>();
  private final ScheduledExecutorService challengers = thread("challenger");
  private final ModelSlot<LoadedModel> challengerSlot = new ModelSlot<>();
  private final Shadow shadow;
  private final StepLoop loop;
  private final Snapshots snapshots;
  private final ModelRefresher<LoadedModel> refresher;
  private final ModelRefresher<LoadedDetector> detectors;
  private final ModelSlot<LoadedPolicy> policySlot = new ModelSlot<>();
  private final ModelRefresher<LoadedPolicy> policies;
  private final ModelRefresher<LoadedModel> challenger;
  private final ServingMetrics metrics;
  private final Clock clock;
  private final HttpApi http;

  /**
   * What a serving process needs besides its sources.
   *
   * @param cache directory of the last good packages and of what a restart must not forget
   * @param refresh how often the registry is looked at, and a failing query asked again
   */
  public record Settings(Catalogue catalogue, Path cache, HttpSettings http, Duration refresh) {
    public Settings {
      Objects.requireNonNull(catalogue, "catalogue");
      Objects.requireNonNull(cache, "cache");
      Objects.requireNonNull(http, "http");
      Objects.requireNonNull(refresh, "refresh");
    }

    /** The same by another catalogue, at this port. */
    Settings by(Catalogue other, int port) {
      HttpSettings at = new HttpSettings(http.door().at(port), http.accessLog(), http.limits());
      return new Settings(other, cache, at, refresh);
    }

    /** For everybody who reaches the address. */
    public Settings(Catalogue catalogue, Path cache, String host, int port, Duration refresh) {
      this(catalogue, cache, HttpSettings.open(host, port), refresh);
    }
  }

  /**
   * Where data and models come from.
   *
   * @param forecasts packages of the forecast's champion
   * @param detectors packages of the anomaly model's champion
   * @param policies packages of the policy model's champion
   * @param challengers packages of the forecast's challenger
   */
  public record Sources(
      DemandSource demand,
      PodSource pods,
      ModelSource forecasts,
      ModelSource detectors,
      ModelSource policies,
      ModelSource challengers) {
    public Sources {
      Objects.requireNonNull(demand, "demand");
      Objects.requireNonNull(pods, "pods");
      Objects.requireNonNull(forecasts, "forecasts");
      Objects.requireNonNull(detectors, "detectors");
      Objects.requireNonNull(policies, "policies");
      Objects.requireNonNull(challengers, "challengers");
    }

    /** Without a challenger. */
    public Sources(
        DemandSource demand,
        PodSource pods,
        ModelSource forecasts,
        ModelSource detectors,
        ModelSource policies) {
      this(demand, pods, forecasts, detectors, policies, ModelSource.none());
    }

    /** Without learned policies and a challenger. */
    public Sources(
        DemandSource demand, PodSource pods, ModelSource forecasts, ModelSource detectors) {
      this(demand, pods, forecasts, detectors, ModelSource.none());
    }

    /** Without pods either, of which only anomalies are asked. */
    public Sources(DemandSource demand, ModelSource forecasts, ModelSource detectors) {
      this(demand, PodSource.none(), forecasts, detectors, ModelSource.none());
    }
  }

  private Serving(Settings settings, Sources sources, Clock clock) {
    this.clock = clock;
    Catalogue catalogue = settings.catalogue();
    this.shadow = new Shadow(catalogue, challengerSlot, steps, this::shadowed);
    AnswerBook book = new AnswerBook(catalogue, clock, shadow::board);
    LiveWindows windows = new LiveWindows(catalogue, sources.demand());
    BoardBuilder builder = new BoardBuilder(catalogue, windows, slot, this::inferred, shadow);
    this.snapshots = new Snapshots(settings.cache(), catalogue, windows, builder);
    this.metrics = new ServingMetrics(book::board, builder.leadHorizons()::get, clock);
    new AliasMetrics(book::board, shadow::scores).register(metrics.registry());
    this.loop =
        new StepLoop(
            catalogue,
            windows,
            new ReadyReplicas(catalogue, sources.demand()),
            slot,
            builder,
            settings.refresh(),
            clock,
            book::publish);
    this.refresher =
        new ModelRefresher<>(
            sources.forecasts(),
            new PackageLoader(DemandFeatures.set(), catalogue.timescale().step(), clock),
            new PackageCache(settings.cache()),
            slot,
            ModelRegistry.CHAMPION,
            this::swapped,
            clock);
    this.detectors =
        new ModelRefresher<>(
            sources.detectors(),
            new DetectorLoader(clock),
            new PackageCache(settings.cache().resolve("anomaly")),
            detectorSlot,
            ModelRegistry.CHAMPION,
            () -> {},
            clock);
    this.policies =
        new ModelRefresher<>(
            sources.policies(),
            new PolicyLoader(catalogue.timescale().step(), clock),
            new PackageCache(settings.cache().resolve("policy")),
            policySlot,
            ModelRegistry.CHAMPION,
            () -> {},
            clock);
    this.challenger =
        new ModelRefresher<>(
            sources.challengers(),
            new PackageLoader(DemandFeatures.set(), catalogue.timescale().step(), clock),
            new PackageCache(settings.cache().resolve("challenger")),
            challengerSlot,
            ModelRegistry.CHALLENGER,
            () -> {},
            clock);
    this.http =
        HttpApi.start(
            settings.http(),
            book,
            new FollowedModel<>(slot, refresher),
            new FollowedModel<>(detectorSlot, detectors),
            new HttpApi.Optimizer(
                catalogue,
                new FollowedModel<>(policySlot, policies),
                new PresentResources(catalogue, sources.demand(), clock)),
            new PodWindows(catalogue, sources.pods(), clock),
            metrics,
            clock);
  }

  /**
   * Starts listening at once; history and model are read behind it.
   *
   * @throws io.tidewatch.domain.UserException when the port is taken or the cache unwritable
   */
  public static Serving start(Settings settings, Sources sources, Clock clock) {
    Serving serving = new Serving(settings, sources, clock);
    serving.run(settings);
    return serving;
  }

  /** Where it listens. */
  public URI url() {
    return http.url();
  }

  /** Every route as method and path. */
  Set<String> operations() {
    return http.operations();
  }

  /** Stops listening, then the threads, then the models. */
  @Override
  public void close() {
    http.close();
    stop(models);
    stop(challengers);
    if (stop(steps)) {
      snapshots.ending();
    }
    slot.close();
    detectorSlot.close();
    policySlot.close();
    shadow.close();
    challengerSlot.close();
  }

  private void run(Settings settings) {
    long tick =
        Math.min(LONGEST_TICK.toMillis(), settings.catalogue().timescale().step().toMillis() / 10);
    long refresh = settings.refresh().toMillis();
    // Before anything else of each thread: a registry or a Prometheus that hangs delays no start.
    long newest = settings.catalogue().timescale().stepIndex(clock.instant());
    steps.execute(guarded("reading the snapshots", () -> snapshots.restore(newest)));
    models.execute(guarded("reading the cached models", this::cached));
    models.scheduleWithFixedDelay(
        guarded("looking for a model", this::refresh), 0, refresh, TimeUnit.MILLISECONDS);
    models.scheduleWithFixedDelay(
        guarded("looking for an anomaly model", () -> detectors.refresh(false)),
        0,
        refresh,
        TimeUnit.MILLISECONDS);
    models.scheduleWithFixedDelay(
        guarded("looking for a policy", () -> policies.refresh(false)),
        0,
        refresh,
        TimeUnit.MILLISECONDS);
    // On a thread of its own: a package that takes long to bring must not delay the champion's.
    challengers.scheduleWithFixedDelay(
        guarded("looking for a challenger", this::refreshChallenger),
        0,
        refresh,
        TimeUnit.MILLISECONDS);
    steps.scheduleWithFixedDelay(guarded("a step", this::tick), 0, tick, TimeUnit.MILLISECONDS);
  }

  private void cached() {
    refresher.useCached();
    detectors.useCached();
    policies.useCached();
  }

  private void refresh() {
    metrics.refreshed(refresher.refresh(false).outcome().text());
  }

  /** Unlike a champion, a challenger that is gone or refused is not kept: nobody would miss it. */
  private void refreshChallenger() {
    Refresh.Outcome outcome = challenger.refresh(false).outcome();
    if (outcome == Refresh.Outcome.ABSENT || outcome == Refresh.Outcome.REFUSED) {
      challengerSlot.clear();
    }
  }

  private void shadowed(Shadow.Outcome outcome) {
    metrics.shadowed(outcome.name().toLowerCase(Locale.ROOT));
  }

  private void tick() {
    long start = System.nanoTime();
    if (loop.tick()) {
      metrics.passed((System.nanoTime() - start) / 1e9);
      snapshots.stepped();
    }
  }

  private void inferred(double seconds) {
    metrics.inferred(seconds);
  }

  /** Forecasts with the new model at once, so that whoever asked for it finds it in force. */
  private void swapped() {
    try {
      // A promotion takes the alias from the challenger: it must not go on as its own shadow.
      challengers.execute(guarded("looking for a challenger", this::refreshChallenger));
      Future<?> pass = steps.submit(guarded("a step", this::tick));
      pass.get(SWAP_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | RejectedExecutionException | CancellationException later) {
      // The history is still being read, or the process is ending.
      LOG.debug("the new model forecasts from the next step on");
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException bug) {
      throw new IllegalStateException("a guarded task failed", bug);
    }
  }

  /** One failure, be it a bug, must not end a loop. */
  private static Runnable guarded(String what, Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException bug) {
        LOG.error("{} failed; the next one is tried", what, bug);
      }
    };
  }

  private static ScheduledExecutorService thread(String name) {
    return Executors.newSingleThreadScheduledExecutor(
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Whether nothing runs any more. */
  private static boolean stop(ScheduledExecutorService executor) {
    executor.shutdownNow();
    try {
      if (executor.awaitTermination(SWAP_WAIT_SECONDS, TimeUnit.SECONDS)) {
        return true;
      }
      LOG.warn("a call is still running and is left");
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
    return false;
  }
}
