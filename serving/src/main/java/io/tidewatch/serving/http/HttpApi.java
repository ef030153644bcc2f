package io.tidewatch.serving.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.UserException;
import io.tidewatch.serving.metrics.ServingMetrics;
import io.tidewatch.serving.model.FollowedModel;
import io.tidewatch.serving.model.LoadedDetector;
import io.tidewatch.serving.model.LoadedModel;
import io.tidewatch.serving.model.LoadedPolicy;
import io.tidewatch.serving.optimize.PresentResources;
import io.tidewatch.serving.window.PodWindows;
import io.tidewatch.source.Door;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.ConnectionLimit;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server: every route on one screen. */
public final class HttpApi implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
  private static final int THREADS = 64;
  private static final int MOST_CONNECTIONS = 1_000;

  private final Javalin javalin;
  private final Door door;
  private final Optional<AccessLog> accessLog;

  private HttpApi(Javalin javalin, Door door, Optional<AccessLog> accessLog) {
    this.javalin = javalin;
    this.door = door;
    this.accessLog = accessLog;
  }

  /** What the route of the optimiser is made of. */
  public record Optimizer(
      Catalogue catalogue, FollowedModel<LoadedPolicy> policies, PresentResources present) {}

  /**
   * Starts listening.
   *
   * @throws UserException when the port is taken
   */
  public static HttpApi start(
      HttpSettings settings,
      AnswerBook book,
      FollowedModel<LoadedModel> forecasts,
      FollowedModel<LoadedDetector> detectors,
      Optimizer optimizer,
      PodWindows windows,
      ServingMetrics metrics,
      Clock clock) {
    HttpLimits limits = settings.limits();
    PredictHandler predict = new PredictHandler(book, limits);
    ModelsHandler models =
        new ModelsHandler(forecasts, detectors, optimizer.policies(), limits.lookups());
    PodAnomalies pods = new PodAnomalies(windows, clock, limits.lookups());
    AnomalyHandler anomaly =
        new AnomalyHandler(detectors.slot(), pods, book, limits, metrics::detected);
    OptimizeHandler optimize = new OptimizeHandler(optimizer, book, limits, metrics::optimized);
    StatusHandler status = new StatusHandler(book, metrics.registry());
    Optional<AccessLog> accessLog = settings.accessLog().map(out -> new AccessLog(out, clock));
    Gate gate = gate(settings, clock);
    Javalin javalin =
        Javalin.create(
            config -> {
              server(config, settings.door(), clock);
              guard(config, gate, accessLog, limits);
              config
                  .routes
                  .get("/predict/traffic", predict::one)
                  .post("/predict/traffic", predict::several)
                  .post("/detect/anomaly", anomaly::detect)
                  .post("/optimize/resources", optimize::optimize)
                  .get("/optimize/parameters", optimize::parameters)
                  .get("/models", models::list)
                  .post("/models/refresh", models::refresh)
                  .get("/healthz", status::health)
                  .get("/readyz", status::ready)
                  .get("/metrics", status::metrics)
                  .get("/openapi.yaml", status::openApi)
                  .get("/docs", status::docs)
                  .exception(ProblemException.class, (e, ctx) -> answer(ctx, e.problem()))
                  .exception(HttpResponseException.class, HttpApi::answer)
                  .exception(Exception.class, HttpApi::bug);
            });
    try {
      return new HttpApi(javalin.start(), settings.door(), accessLog);
    } catch (JavalinBindException taken) {
      throw new UserException(
          "serving cannot listen on " + settings.door().host() + ":" + settings.door().port(),
          String.valueOf(taken.getMessage()),
          "end what listens there, or choose another --port (0 takes a free one)");
    }
  }

  /** Where it listens. */
  public URI url() {
    return URI.create(door.scheme() + "://" + door.host() + ":" + javalin.port());
  }

  /** Every route as method and path, for the contract with openapi.yaml. */
  public Set<String> operations() {
    return javalin.unsafe.internalRouter.allHttpHandlers().stream()
        .map(route -> route.endpoint.method + " " + route.endpoint.path)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Lets running requests end, then stops. */
  @Override
  public void close() {
    javalin.stop();
    accessLog.ifPresent(AccessLog::close);
  }

  private static Gate gate(HttpSettings settings, Clock clock) {
    RequestIds ids = new RequestIds(clock.instant().toEpochMilli());
    Door door = settings.door();
    return new Gate(ids, door, door.token(clock, LOG::warn), settings.limits().inFlight());
  }

  /**
   * What stands between the network and the routes; the benchmark's empty server has none of it.
   */
  private static void guard(
      JavalinConfig config, Gate gate, Optional<AccessLog> accessLog, HttpLimits limits) {
    config.jetty.modifyServer(
        server -> {
          server.setStopTimeout(limits.drain().toMillis());
          gate.setHandler(new GracefulHandler());
          server.setHandler(gate);
          accessLog.ifPresent(server::setRequestLog);
          server.addBean(new ConnectionLimit(MOST_CONNECTIONS, server));
          // Else connections that are merely kept alive hold up the end of the process.
          server.addEventListener(new QuietConnectionsEnd(limits.drain().dividedBy(10)));
        });
    config.jetty.modifyHttpConfiguration(http -> http.setIdleTimeout(limits.idle().toMillis()));
  }

  /** How this server is set up; also that of the empty one in the benchmark. */
  public static void server(JavalinConfig config, Door door, Clock clock) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.http.prefer405over404 = true;
    Listening.at(config, door, clock);
    config.jetty.threadPool = new QueuedThreadPool(THREADS);
    config.jetty.modifyServer(
        server -> {
          server.setErrorHandler(new MalformedRequests());
        });
    config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
  }

  private static void answer(Context ctx, Problem problem) {
    problem.retryAfter().ifPresent(seconds -> ctx.header("Retry-After", seconds));
    ctx.status(problem.status());
    ctx.contentType(Problem.MEDIA_TYPE).result(problem.toJson(ctx.path()));
  }

  private static void answer(HttpResponseException known, Context ctx) {
    switch (known.getStatus()) {
      case 404 ->
          answer(ctx, Problem.of(Problem.Kind.NOT_FOUND, ctx.path() + " is not here: see /docs"));
      case 405 -> {
        String allowed = known.getDetails().getOrDefault("availableMethods", "");
        ctx.header("Allow", allowed);
        answer(
            ctx,
            Problem.of(
                Problem.Kind.METHOD_NOT_ALLOWED,
                ctx.path() + " takes " + allowed + ", not " + ctx.method()));
      }
      default -> {
        Problem.Kind kind = Problem.Kind.BAD_REQUEST;
        String detail = String.valueOf(known.getMessage());
        answer(ctx, new Problem(kind.code(), known.getStatus(), kind.title(), detail, Map.of()));
      }
    }
  }

  private static void bug(Exception bug, Context ctx) {
    LOG.error("{} {} failed", ctx.method(), ctx.path(), bug);
    answer(ctx, Problem.of(Problem.Kind.INTERNAL, "please report it with the server's log"));
  }
}
