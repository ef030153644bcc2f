package io.tidewatch.demo.backend;

import io.tidewatch.demo.backend.admission.Admission;
import io.tidewatch.demo.backend.api.AdmittedRoute;
import io.tidewatch.demo.backend.api.DataRoutes;
import io.tidewatch.demo.backend.api.FaultRoutes;
import io.tidewatch.demo.backend.api.HeavyRoute;
import io.tidewatch.demo.backend.data.DataStore;
import io.tidewatch.demo.backend.faults.CrashMemory;
import io.tidewatch.demo.backend.faults.Faults;
import io.tidewatch.demo.backend.telemetry.ApiMetrics;
import io.tidewatch.demo.backend.telemetry.JsonLog;
import io.tidewatch.demo.backend.telemetry.RequestLog;
import io.tidewatch.demo.backend.web.Answer;
import io.tidewatch.demo.backend.web.ConnectionBudget;
import io.tidewatch.demo.backend.web.Listener;
import io.tidewatch.demo.backend.web.Observer;
import io.tidewatch.demo.backend.web.Route;
import io.tidewatch.demo.backend.web.Routes;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** The whole process, wired by hand: the shop's port and the management port. */
public final class Backend implements AutoCloseable {
  private static final int SPARE_THREADS = 32;
  private static final int MANAGEMENT_THREADS = 4;

  private final BackendConfig config;
  private final JsonLog log;
  private final DataStore store;
  private final Admission admission;
  private final Faults faults;
  private final ApiMetrics metrics;
  private final AtomicBoolean ready = new AtomicBoolean();
  private final Listener api;
  private final Listener management;

  /**
   * Binds both ports.
   *
   * @param crash ends the process as a crash does, for the fault of that name
   */
  public Backend(BackendConfig config, DataStore store, JsonLog log, Clock clock, Runnable crash)
      throws IOException {
    this.config = config;
    this.log = log;
    this.store = store;
    admission = new Admission(config.width(), config.queue());
    faults = new Faults(clock, new CrashMemory(config.stateFolder()), crash);
    metrics = new ApiMetrics(admission);
    int threads = config.width() + config.queue() + SPARE_THREADS;
    RequestLog requests = new RequestLog(metrics, log, config.logEvery());
    ConnectionBudget budget = new ConnectionBudget(config.requestsPerConnection());
    api = new Listener(config.port(), threads, apiRoutes(), budget, requests);
    management =
        new Listener(
            config.managementPort(),
            MANAGEMENT_THREADS,
            managementRoutes(),
            new ConnectionBudget(Integer.MAX_VALUE),
            Observer.NOBODY);
  }

  /** Answers from now on. */
  public void start() {
    if (config.faults()) {
      faults.resume();
      expireFaults();
    }
    management.start();
    api.start();
    ready.set(true);
    log.write(
        JsonLog.Level.INFO,
        "backend",
        "ready",
        Map.of("port", api.port(), "management_port", management.port()));
  }

  /** The shop's port in use. */
  public int port() {
    return api.port();
  }

  /** The management port in use. */
  public int managementPort() {
    return management.port();
  }

  /** Is unready from now on, answers who is still here, then ends; whether all were answered. */
  public boolean drain() throws InterruptedException {
    ready.set(false);
    log.write(JsonLog.Level.INFO, "backend", "draining", Map.of("waiting", admission.waiting()));
    boolean answeredAll = api.drain(config.drain());
    management.stop();
    store.close();
    log.write(
        answeredAll ? JsonLog.Level.INFO : JsonLog.Level.ERROR,
        "backend",
        answeredAll ? "ended, every request was answered" : "ended, requests were left",
        Map.of());
    return answeredAll;
  }

  /** Ends at once. */
  @Override
  public void close() {
    faults.clear();
    api.stop();
    management.stop();
    store.close();
  }

  private Routes apiRoutes() {
    DataRoutes data = new DataRoutes(config.pod(), store, log);
    return new Routes()
        .add("GET", "/api/health", request -> Answer.json(200, health()))
        .add("GET", "/api/data", admitted(data::read))
        .add("POST", "/api/data", admitted(data::write))
        .add("GET", "/api/heavy", admitted(new HeavyRoute(config.pod())));
  }

  private Route admitted(Route route) {
    Duration wholeQueue = config.hold().multipliedBy(config.queue()).dividedBy(config.width());
    return new AdmittedRoute(admission, config.hold(), wholeQueue, faults, route);
  }

  private Map<String, Object> health() {
    return Map.of(
        "status", "ok",
        "pod", config.pod(),
        "running", admission.running(),
        "waiting", admission.waiting());
  }

  /**
   * Readiness does not ask Redis: were it away, every backend would be unready at once, and helping
   * none.
   */
  private Routes managementRoutes() {
    Routes routes =
        new Routes()
            .add(
                "GET",
                "/metrics",
                request ->
                    new Answer(
                        200,
                        Map.of("Content-Type", ApiMetrics.contentType()),
                        metrics.exposition()))
            .add("GET", "/livez", request -> Answer.text(200, "ok"))
            .add(
                "GET",
                "/readyz",
                request -> ready.get() ? Answer.text(200, "ok") : Answer.problem(503, "not ready"));
    if (!config.faults()) {
      return routes;
    }
    FaultRoutes faultRoutes = new FaultRoutes(faults, log);
    return routes
        .add("GET", "/faults", faultRoutes::list)
        .add("POST", "/faults", faultRoutes::begin)
        .add("DELETE", "/faults", faultRoutes::clear);
  }

  /** A leak must end at its time also when nobody asks for anything. */
  private void expireFaults() {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  Thread.sleep(500);
                  faults.expire();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "fault-expiry");
    thread.setDaemon(true);
    thread.start();
  }
}
