package io.tidewatch.operator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.domain.WorkloadSpec;
import io.tidewatch.source.Door;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the controller answers over HTTP: decisions, health and metrics, all read-only. */
final class ControllerApi {
  private static final Logger LOG = LoggerFactory.getLogger(ControllerApi.class);
  private static final String JSON = "application/json";
  private static final String PROBLEM = "application/problem+json";
  private static final int DEFAULT_LIMIT = 100;
  private static final int LARGEST_LIMIT = 1_000;

  private final Supplier<Optional<CatalogueDocument>> catalogues;
  private final Supplier<Mode> limit;
  private final DecisionRing ring;
  private final ControlLoop loop;
  private final ControllerMetrics metrics;
  private final Supplier<ObjectNode> incidents;
  private final Supplier<List<String>> refused;

  /** Of a controller that only observes what a file lists, and has no incidents. */
  ControllerApi(
      Supplier<Optional<CatalogueDocument>> catalogues,
      DecisionRing ring,
      ControlLoop loop,
      ControllerMetrics metrics) {
    this(catalogues, () -> Mode.OBSERVE, ring, loop, metrics, ControllerApi::noIncidents, List::of);
  }

  ControllerApi(
      Supplier<Optional<CatalogueDocument>> catalogues,
      Supplier<Mode> limit,
      DecisionRing ring,
      ControlLoop loop,
      ControllerMetrics metrics,
      Supplier<ObjectNode> incidents,
      Supplier<List<String>> refused) {
    this.catalogues = catalogues;
    this.limit = limit;
    this.ring = ring;
    this.loop = loop;
    this.metrics = metrics;
    this.incidents = incidents;
    this.refused = refused;
  }

  /**
   * The server, which does not listen yet.
   *
   * @throws UserException when the door's files are of no use
   */
  Javalin server(Door door, Clock clock) {
    Guard guard = new Guard(door, door.token(clock, LOG::warn));
    return Javalin.create(
        config -> {
          Listening.at(config, door, clock);
          config.routes.before(
              context -> guard.refusal(context).ifPresent(why -> refuse(context, why)));
          routes(config);
        });
  }

  private void routes(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.routes.get("/", this::index);
    config.routes.get("/catalogue", this::catalogue);
    config.routes.get("/decisions", this::decisions);
    config.routes.get("/incidents", context -> answer(context, 200, JSON, incidents.get()));
    config.routes.get("/healthz", this::health);
    config.routes.get("/readyz", this::ready);
    config.routes.get("/metrics", this::metrics);
    config.routes.exception(UserException.class, ControllerApi::badRequest);
    config.routes.exception(Exception.class, ControllerApi::bug);
    config.routes.error(404, ControllerApi::nowhere);
  }

  private static void refuse(Context context, Guard.Refusal why) {
    if (why.status() == 401) {
      context.header("WWW-Authenticate", "Bearer");
    }
    answer(
        context, why.status(), PROBLEM, problem(context, why.status(), why.title(), why.detail()));
    context.skipRemainingHandlers();
  }

  private List<WorkloadId> workloads() {
    return catalogues.get().stream()
        .flatMap(document -> document.catalogue().workloads().stream())
        .map(WorkloadSpec::workload)
        .sorted()
        .toList();
  }

  private void index(Context context) {
    ObjectNode index =
        Json.object().put("name", "tidewatch controller").put("mode", limit.get().text());
    workloads().forEach(workload -> index.withArray("workloads").add(workload.toString()));
    List.of(
            "/catalogue",
            "/decisions?workload=&limit=",
            "/incidents",
            "/healthz",
            "/readyz",
            "/metrics")
        .forEach(index.withArray("links")::add);
    answer(context, 200, JSON, index);
  }

  // As it was written: whoever reads it has the same reader and the same built-in queries.
  private void catalogue(Context context) {
    Optional<CatalogueDocument> known = catalogues.get();
    if (known.isEmpty()) {
      String detail = "The PredictiveScalers have not been read yet; keep the last copy.";
      answer(context, 503, PROBLEM, problem(context, 503, "not ready", detail));
      return;
    }
    catalogue(context, known.get());
  }

  private static void catalogue(Context context, CatalogueDocument catalogue) {
    context.header("ETag", catalogue.etag()).header("Cache-Control", "no-cache");
    String known = context.header("If-None-Match");
    if (known != null && catalogue.isOneOf(known)) {
      context.status(304);
      return;
    }
    context.contentType("application/yaml; charset=utf-8").result(catalogue.text());
  }

  private void decisions(Context context) {
    Optional<WorkloadId> workload =
        Optional.ofNullable(context.queryParam("workload"))
            .filter(text -> !text.isBlank())
            .map(WorkloadId::parse);
    int limit = limit(context.queryParam("limit"));
    if (workload.isPresent() && !workloads().contains(workload.get())) {
      unknown(context, workload.get());
      return;
    }
    ObjectNode body = Json.object();
    body.putArray("decisions").addAll(ring.newest(workload, limit));
    answer(context, 200, JSON, body);
  }

  private static ObjectNode noIncidents() {
    ObjectNode none = Json.object();
    none.putArray("open");
    none.putArray("resolved");
    none.putArray("receivers");
    return none;
  }

  private void health(Context context) {
    boolean stalled = loop.stalled();
    ObjectNode body =
        Json.object()
            .put("status", stalled ? "stalled" : "ok")
            .put("last_pass", loop.lastTick().toString());
    answer(context, stalled ? 503 : 200, JSON, body);
  }

  // Who decides about nothing yet is not ready: a rollout waits for what the API server says.
  private void ready(Context context) {
    boolean known = catalogues.get().isPresent();
    String why = known ? "ok" : "the PredictiveScalers have not been read yet";
    ObjectNode body = Json.object().put("status", why);
    refused.get().forEach(body.withArray("refused")::add);
    answer(context, known ? 200 : 503, JSON, body);
  }

  private void metrics(Context context) {
    context.contentType("text/plain; version=0.0.4; charset=utf-8").result(metrics.text());
  }

  private static int limit(String text) {
    if (text == null || text.isBlank()) {
      return DEFAULT_LIMIT;
    }
    return parsed(text).stream()
        .filter(limit -> limit >= 1 && limit <= LARGEST_LIMIT)
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    "limit is \"" + text + "\"",
                    "it is no whole number in 1.." + LARGEST_LIMIT,
                    "ask for example /decisions?limit=20"));
  }

  private static OptionalInt parsed(String text) {
    try {
      return OptionalInt.of(Integer.parseInt(text));
    } catch (NumberFormatException malformed) {
      return OptionalInt.empty();
    }
  }

  private void unknown(Context context, WorkloadId workload) {
    ObjectNode problem =
        problem(
            context, 404, "unknown workload", "The catalogue has no workload " + workload + ".");
    workloads().forEach(known -> problem.withArray("known").add(known.toString()));
    answer(context, 404, PROBLEM, problem);
  }

  private static void badRequest(UserException mistake, Context context) {
    String detail = mistake.problem() + ": " + mistake.reason() + "; " + mistake.remedy() + ".";
    answer(context, 400, PROBLEM, problem(context, 400, "bad request", detail));
  }

  private static void bug(Exception bug, Context context) {
    LOG.error("{} {} failed", context.method(), context.path(), bug);
    String detail = "This is a bug in the controller; its log has the trace.";
    answer(context, 500, PROBLEM, problem(context, 500, "internal error", detail));
  }

  // Also runs after a handler that has answered 404 itself.
  private static void nowhere(Context context) {
    if (PROBLEM.equals(context.res().getContentType())) {
      return;
    }
    String detail = "There is no " + context.path() + "; / lists what there is.";
    answer(context, 404, PROBLEM, problem(context, 404, "not found", detail));
  }

  private static ObjectNode problem(Context context, int status, String title, String detail) {
    return Json.object()
        .put("type", "about:blank")
        .put("title", title)
        .put("status", status)
        .put("detail", detail)
        .put("instance", context.path());
  }

  private static void answer(Context context, int status, String contentType, ObjectNode body) {
    context.status(status).contentType(contentType).result(body.toString());
  }
}
