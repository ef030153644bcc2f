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
import java.net.URI;
import java.util.Map;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server: every route on one screen. */
public final class HttpApi implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
  private static final int THREADS = 64;
  private static final long STOP_MILLIS = 3_000;

  private final Javalin javalin;
  private final String host;

  private HttpApi(Javalin javalin, String host) {
    this.javalin = javalin;
    this.host = host;
  }

  /** What the route of the optimiser is made of. */
  public record Optimizer(
      Catalogue catalogue, FollowedModel<LoadedPolicy> policies, PresentResources present) {}

  /**
   * Starts listening.
   *
   * @param port 0 takes a free one
   * @throws UserException when the port is taken
   */
  public static HttpApi start(
      String host,
      int port,
      AnswerBook book,
      FollowedModel<LoadedModel> forecasts,
      FollowedModel<LoadedDetector> detectors,
      Optimizer optimizer,
      ServingMetrics metrics) {
    PredictHandler predict = new PredictHandler(book);
    ModelsHandler models = new ModelsHandler(forecasts, detectors, optimizer.policies());
    AnomalyHandler anomaly = new AnomalyHandler(detectors.slot(), metrics::detected);
    OptimizeHandler optimize =
        new OptimizeHandler(
            book,
            optimizer.catalogue(),
            optimizer.policies().slot(),
            optimizer.present(),
            metrics::optimized);
    StatusHandler status = new StatusHandler(book, metrics.registry());
    Javalin javalin =
        Javalin.create(
            config -> {
              server(config, host, port);
              config
                  .routes
                  .get("/predict/traffic", predict::one)
                  .post("/predict/traffic", predict::several)
                  .post("/detect/anomaly", anomaly::detect)
                  .post("/optimize/resources", optimize::optimize)
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
      return new HttpApi(javalin.start(), host);
    } catch (JavalinBindException taken) {
      throw new UserException(
          "serving cannot listen on " + host + ":" + port,
          String.valueOf(taken.getMessage()),
          "end what listens there, or choose another --port (0 takes a free one)");
    }
  }

  /** Where it listens. */
  public URI url() {
    return URI.create("http://" + host + ":" + javalin.port());
  }

  /** Lets running requests end, then stops. */
  @Override
  public void close() {
    javalin.stop();
  }

  /** How this server is set up; also that of the empty one in the benchmark. */
  public static void server(JavalinConfig config, String host, int port) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.http.prefer405over404 = true;
    config.jetty.host = host;
    config.jetty.port = port;
    config.jetty.threadPool = new QueuedThreadPool(THREADS);
    config.jetty.modifyServer(
        server -> {
          server.setStopTimeout(STOP_MILLIS);
          server.setErrorHandler(new MalformedRequests());
        });
    config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
  }

  private static void answer(Context ctx, Problem problem) {
    Object retry = problem.more().get("retry_after_seconds");
    if (retry != null) {
      ctx.header("Retry-After", retry.toString());
    }
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
