package io.tidewatch.loki;

import io.javalin.http.Context;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Answers everything that reads. */
final class QueryHandler {
  static final String JSON_TYPE = "application/json; charset=UTF-8";
  private static final int DEFAULT_LIMIT = 100;

  private final LogStore store;
  private final Limits limits;
  private final Clock clock;

  QueryHandler(LogStore store, Limits limits, Clock clock) {
    this.store = store;
    this.limits = limits;
    this.clock = clock;
  }

  /** {@code query_range}: lines of a selector, counts of a metric. */
  void range(Context ctx) throws IOException {
    long until = end(ctx);
    long from = start(ctx, until);
    int limit = limit(ctx);
    if (until <= from) {
      throw Refusal.badRequest("end timestamp must not be before or equal to start time");
    }
    long step = step(ctx, from, until);
    Query query = QueryParser.parse(parameter(ctx, "query").orElse(""));
    requireRange(until - from);
    if (query.metric().isPresent()) {
      matrix(ctx, query, from, until, step);
      return;
    }
    boolean forward = parameter(ctx, "direction").filter("forward"::equalsIgnoreCase).isPresent();
    StreamQuery lines = new StreamQuery(query, limit, forward, limits, deadline());
    Map<Labels, List<Map.Entry<Long, String>>> result = lines.over(store, from, until).result();
    success(
        ctx,
        Answers.result(
            "streams",
            json -> {
              for (Map.Entry<Labels, List<Map.Entry<Long, String>>> stream : result.entrySet()) {
                Answers.stream(json, stream.getKey(), stream.getValue());
              }
            }));
  }

  private void matrix(Context ctx, Query query, long from, long until, long step)
      throws IOException {
    if ((until - from) / step > limits.points()) {
      throw Refusal.badRequest(
          "exceeded maximum resolution of 11,000 points per time series. Try increasing the value"
              + " of the step parameter");
    }
    // Loki moves both ends outwards onto the grid of the step.
    long first = Math.floorDiv(from, step) * step;
    long last = -Math.floorDiv(-until, step) * step;
    int points = (int) ((last - first) / step) + 1;
    MetricQuery metric = new MetricQuery(query, limits, deadline());
    Map<Labels, long[]> counts = metric.over(store, first, step, points);
    success(
        ctx,
        Answers.result(
            "matrix",
            json -> {
              for (Map.Entry<Labels, long[]> series : counts.entrySet()) {
                json.writeStartObject();
                json.writeFieldName("metric");
                Answers.labels(json, series.getKey());
                json.writeArrayFieldStart("values");
                for (int point = 0; point < points; point++) {
                  long count = series.getValue()[point];
                  // A window without lines has no point.
                  if (count > 0) {
                    Answers.point(json, first + point * step, metric.value(count));
                  }
                }
                json.writeEndArray();
                json.writeEndObject();
              }
            }));
  }

  /** {@code query}: counts at one time. */
  void instant(Context ctx) throws IOException {
    Query query = QueryParser.parse(parameter(ctx, "query").orElse(""));
    if (query.metric().isEmpty()) {
      throw Refusal.badRequest(
          "log queries are not supported as an instant query type, please change your query to a"
              + " range query type");
    }
    long at = parameter(ctx, "time").map(text -> Times.parse("time", text)).orElseGet(this::now);
    MetricQuery metric = new MetricQuery(query, limits, deadline());
    Map<Labels, long[]> counts = metric.over(store, at, 1, 1);
    success(
        ctx,
        Answers.result(
            "vector",
            json -> {
              for (Map.Entry<Labels, long[]> series : counts.entrySet()) {
                json.writeStartObject();
                json.writeFieldName("metric");
                Answers.labels(json, series.getKey());
                json.writeFieldName("value");
                Answers.point(json, at, metric.value(series.getValue()[0]));
                json.writeEndObject();
              }
            }));
  }

  /** {@code labels}: the names in use. */
  void labels(Context ctx) throws IOException {
    TreeSet<String> names = new TreeSet<>();
    streams(ctx, selectors(ctx, "query")).forEach(stream -> names.addAll(stream.values().keySet()));
    success(ctx, json -> Answers.texts(json, names));
  }

  /** {@code label/NAME/values}. */
  void labelValues(Context ctx) throws IOException {
    String name = ctx.pathParam("name");
    TreeSet<String> values = new TreeSet<>();
    streams(ctx, selectors(ctx, "query")).forEach(stream -> values.add(stream.value(name)));
    values.remove("");
    success(ctx, json -> Answers.texts(json, values));
  }

  /** {@code series}: the streams of selectors. */
  void series(Context ctx) throws IOException {
    List<Labels> found = streams(ctx, selectors(ctx, "match[]"));
    success(
        ctx,
        json -> {
          json.writeStartArray();
          for (Labels stream : found) {
            Answers.labels(json, stream);
          }
          json.writeEndArray();
        });
  }

  private List<Labels> streams(Context ctx, List<Query> selectors) {
    long until = end(ctx);
    long from = start(ctx, until);
    requireRange(until - from);
    return store.streams(
        from,
        until,
        stream -> selectors.isEmpty() || selectors.stream().anyMatch(s -> s.selects(stream)));
  }

  private static List<Query> selectors(Context ctx, String name) {
    List<String> texts = new ArrayList<>(ctx.queryParams(name));
    texts.addAll(ctx.formParams(name));
    return texts.stream().filter(t -> !t.isBlank()).map(QueryParser::parseSelector).toList();
  }

  private void success(Context ctx, Answers.Data data) throws IOException {
    ctx.contentType(JSON_TYPE);
    Answers.success(ctx.outputStream(), data);
  }

  private Deadline deadline() {
    return new Deadline(clock, limits.queryTimeout());
  }

  private long now() {
    return Times.nanos(clock.instant());
  }

  private long end(Context ctx) {
    return parameter(ctx, "end").map(text -> Times.parse("end", text)).orElseGet(this::now);
  }

  private static long start(Context ctx, long end) {
    long since = parameter(ctx, "since").map(Times::durationNanos).orElse(3_600 * Times.SECOND);
    return parameter(ctx, "start").map(text -> Times.parse("start", text)).orElse(end - since);
  }

  private static long step(Context ctx, long from, long until) {
    long usual = Math.max(1, (until - from) / Times.SECOND / 250) * Times.SECOND;
    return parameter(ctx, "step").map(Times::stepNanos).orElse(usual);
  }

  private int limit(Context ctx) {
    long limit =
        parameter(ctx, "limit")
            .filter(text -> text.matches("-?[0-9]{1,18}"))
            .map(Long::parseLong)
            .orElse((long) DEFAULT_LIMIT);
    if (limit <= 0) {
      throw Refusal.badRequest("limit must be a positive value");
    }
    if (limit > limits.entries()) {
      throw Refusal.badRequest(
          "max entries limit per query exceeded, limit > max_entries_limit_per_query ("
              + limit
              + " > "
              + limits.entries()
              + ")");
    }
    return (int) limit;
  }

  private void requireRange(long nanos) {
    if (nanos > limits.queryRange().toNanos()) {
      throw Refusal.badRequest(
          "the query time range exceeds the limit (query length: "
              + Times.goDuration(nanos)
              + ", limit: 30d1h)");
    }
  }

  private static Optional<String> parameter(Context ctx, String name) {
    Optional<String> form = Optional.ofNullable(ctx.formParam(name));
    return form.or(() -> Optional.ofNullable(ctx.queryParam(name))).filter(t -> !t.isEmpty());
  }
}
