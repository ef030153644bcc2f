package io.tidewatch.source;

import io.tidewatch.domain.UserException;
import java.util.Map;
import java.util.function.Supplier;

/** Prometheus' HTTP API: a call is a form, its answer is judged and read. */
final class PrometheusApi {
  private final PrometheusEndpoint endpoint;
  private final ApiCaller caller;

  PrometheusApi(PrometheusEndpoint endpoint, RetryPolicy retries) {
    this.endpoint = endpoint;
    this.caller = new ApiCaller(endpoint, retries);
  }

  /**
   * Sends a call and has its result read, by a new reader for every try so that a torn answer
   * leaves nothing behind.
   *
   * @throws UserException when the server is down, elsewhere, or does not let us in
   */
  <R extends ApiAnswer.ResultReader> R call(
      String name, Map<String, String> form, Supplier<R> readers) throws QueryFailure {
    return caller.post(
        endpoint.api(name),
        form,
        response -> {
          R reader = readers.get();
          new ApiResponse(endpoint, response).read(reader);
          return reader;
        });
  }
}
