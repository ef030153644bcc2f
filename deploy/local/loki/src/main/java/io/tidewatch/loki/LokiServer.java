package io.tidewatch.loki;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server: every route on one screen. */
final class LokiServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LokiServer.class);
  private static final int THREADS = 24;

  private final LogStore store;
  private final Javalin javalin;
  private final String host;
  private final ScheduledExecutorService housekeeping =
      Executors.newSingleThreadScheduledExecutor(LokiServer::daemon);

  private LokiServer(LogStore store, Javalin javalin, String host) {
    this.store = store;
    this.javalin = javalin;
    this.host = host;
  }

  /**
   * Starts listening.
   *
   * @param port 0 takes a free one
   * @param kept how long lines are kept
   */
  static LokiServer start(
      String host, int port, Path data, Duration kept, Limits limits, Clock clock)
      throws IOException {
    LogStore store = LogStore.open(data);
    try {
      Javalin javalin =
          Javalin.create(config -> configure(config, host, port, store, kept, limits, clock));
      LokiServer server = new LokiServer(store, javalin.start(), host);
      server.keepHouse(kept, clock);
      return server;
    } catch (RuntimeException failed) {
      store.close();
      throw failed;
    }
  }

  private static void configure(
      JavalinConfig config,
      String host,
      int port,
      LogStore store,
      Duration kept,
      Limits limits,
      Clock clock) {
    QueryHandler queries = new QueryHandler(store, limits, clock);
    PushHandler pushes = new PushHandler(store, new Admission(limits), kept, clock);
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.jetty.host = host;
    config.jetty.port = port;
    config.jetty.threadPool = new QueuedThreadPool(THREADS);
    config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    config
        .routes
        .get("/ready", ctx -> text(ctx, 200, "ready\n"))
        .get("/loki/api/v1/status/buildinfo", LokiServer::buildInfo)
        .post("/loki/api/v1/push", pushes::push)
        .post("/tidewatch/import", pushes::history)
        .get("/loki/api/v1/query_range", queries::range)
        .post("/loki/api/v1/query_range", queries::range)
        .get("/loki/api/v1/query", queries::instant)
        .post("/loki/api/v1/query", queries::instant)
        .get("/loki/api/v1/labels", queries::labels)
        .get("/loki/api/v1/label/{name}/values", queries::labelValues)
        .get("/loki/api/v1/series", queries::series)
        .post("/loki/api/v1/series", queries::series)
        .exception(Refusal.class, (e, ctx) -> text(ctx, e.status(), e.getMessage()))
        .exception(HttpResponseException.class, (e, ctx) -> notHere(ctx, e))
        .exception(Exception.class, LokiServer::bug);
  }

  private static void buildInfo(Context ctx) {
    ctx.contentType("application/json")
        .result(
            "{\"version\":\"tidewatch-stand-in\",\"revision\":\"\",\"branch\":\"\","
                + "\"buildUser\":\"\",\"buildDate\":\"\",\"goVersion\":\"\"}\n");
  }

  private static void notHere(Context ctx, HttpResponseException known) {
    boolean absent = known.getStatus() == 404 || known.getStatus() == 405;
    text(
        ctx,
        absent ? 404 : known.getStatus(),
        absent ? "404 page not found\n" : known.getMessage());
  }

  private static void bug(Exception thrown, Context ctx) {
    LOG.error("{} {} failed", ctx.method(), ctx.path(), thrown);
    text(ctx, 500, String.valueOf(thrown.getMessage()) + "\n");
  }

  private static void text(Context ctx, int status, String text) {
    ctx.status(status);
    ctx.header("X-Content-Type-Options", "nosniff");
    ctx.contentType("text/plain; charset=utf-8").result(text);
  }

  private void keepHouse(Duration kept, Clock clock) {
    housekeeping.scheduleWithFixedDelay(() -> quietly(store::sync), 1, 1, TimeUnit.SECONDS);
    housekeeping.scheduleWithFixedDelay(
        () -> quietly(() -> store.dropBefore(Times.nanos(clock.instant().minus(kept)))),
        0,
        10,
        TimeUnit.MINUTES);
  }

  private interface Work {
    void run() throws IOException;
  }

  // A full disk must not end the housekeeping: it may have room again later.
  private static void quietly(Work work) {
    try {
      work.run();
    } catch (IOException | UncheckedIOException failed) {
      LOG.error("the log files cannot be kept in order: {}", failed.toString());
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "housekeeping");
    thread.setDaemon(true);
    return thread;
  }

  /** Where it listens. */
  URI url() {
    return URI.create("http://" + host + ":" + javalin.port());
  }

  @Override
  public void close() {
    javalin.stop();
    housekeeping.shutdownNow();
    store.close();
  }
}
