package io.tidewatch.source;

import io.tidewatch.log.LogLine;
import io.tidewatch.log.Masking;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Loki's HTTP API, call by call. */
final class LokiCalls {
  static final long NANOS = 1_000_000_000L;

  private final LokiEndpoint endpoint;
  private final ApiCaller caller;
  private final Masking masking;

  LokiCalls(LokiEndpoint endpoint, RetryPolicy retries, Masking masking) {
    this.endpoint = endpoint;
    this.caller = new ApiCaller(endpoint, retries);
    this.masking = masking;
  }

  /** Lines from a time on up to but without another, masked, the oldest first. */
  List<LogLine> page(String logql, long from, long until, int limit) throws QueryFailure {
    Map<String, String> form = range(from, until);
    form.put("query", logql);
    form.put("limit", Integer.toString(limit));
    form.put("direction", "forward");
    return ask("query_range", form, () -> new LokiStreamReader(masking)).lines();
  }

  /** The streams of a selector. */
  List<Map<String, String>> series(String selector, long from, long until) throws QueryFailure {
    Map<String, String> query = range(from, until);
    query.put("match[]", selector);
    return list("series", query).series();
  }

  /** The result of a query, by a new reader for every try. */
  <R extends ApiAnswer.ResultReader> R ask(
      String call, Map<String, String> form, Supplier<R> readers) throws QueryFailure {
    return caller.post(
        endpoint.api(call),
        form,
        response -> {
          R reader = readers.get();
          new LokiResponse(endpoint, response).read(reader);
          return reader;
        });
  }

  /** An answer that is a plain list. */
  LokiListReader list(String call, Map<String, String> query) throws QueryFailure {
    return caller.get(
        endpoint.api(call),
        query,
        response -> {
          LokiListReader reader = new LokiListReader();
          new LokiResponse(endpoint, response).readBody(reader::read);
          return reader;
        });
  }

  /** Empty when Loki is ready, else what it says. */
  Optional<String> notReady() throws QueryFailure {
    return caller.get(
        endpoint.ready(),
        Map.of(),
        response -> {
          String text = new LokiResponse(endpoint, response).text();
          int status = response.statusCode();
          return status == 200
              ? Optional.<String>empty()
              : Optional.of("status " + status + ": " + text);
        });
  }

  static Map<String, String> range(long from, long until) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("start", Long.toString(from));
    form.put("end", Long.toString(until));
    return form;
  }

  static long nanos(Instant time) {
    return time.getEpochSecond() * NANOS + time.getNano();
  }
}
