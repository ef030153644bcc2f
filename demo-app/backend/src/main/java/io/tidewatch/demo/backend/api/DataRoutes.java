package io.tidewatch.demo.backend.api;

import io.tidewatch.demo.backend.data.DataStore;
import io.tidewatch.demo.backend.data.StoreAway;
import io.tidewatch.demo.backend.data.Stored;
import io.tidewatch.demo.backend.telemetry.JsonLog;
import io.tidewatch.demo.backend.web.Answer;
import io.tidewatch.demo.backend.web.BadRequest;
import io.tidewatch.demo.backend.web.Request;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads and writes the shop's one value; without Redis these answer 503 and everything else goes
 * on.
 */
public final class DataRoutes {
  private static final int LONGEST_VALUE = 1_024;

  private final String pod;
  private final DataStore store;
  private final JsonLog log;

  /** Answers in the name of the pod. */
  public DataRoutes(String pod, DataStore store, JsonLog log) {
    this.pod = pod;
    this.store = store;
    this.log = log;
  }

  /** GET. */
  public Answer read(Request request) {
    return answer(request, store::read);
  }

  /** POST: the body becomes the value. */
  public Answer write(Request request) {
    if (request.body().isBlank() || request.body().length() > LONGEST_VALUE) {
      throw new BadRequest("the body must be a text of 1 to " + LONGEST_VALUE + " characters");
    }
    return answer(request, () -> store.write(request.body()));
  }

  private Answer answer(Request request, Access access) {
    try {
      Stored stored = access.get();
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("pod", pod);
      document.put("value", stored.value());
      document.put("writes", stored.writes());
      return Answer.json(200, document);
    } catch (StoreAway e) {
      log.write(JsonLog.Level.ERROR, "data", e.getMessage(), request.traceId(), Map.of());
      return Answer.problem(503, e.getMessage()).with("Retry-After", "1");
    }
  }

  @FunctionalInterface
  private interface Access {
    Stored get() throws StoreAway;
  }
}
