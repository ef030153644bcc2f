package io.tidewatch.demo.backend.telemetry;

import io.tidewatch.demo.backend.web.Exchange;
import io.tidewatch.demo.backend.web.Observer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts and times every request; logs each failure, and of the good ones a share that does not
 * fill disks.
 */
public final class RequestLog implements Observer {
  private static final int FIRST_FAILURE = 500;
  private static final int BUSY = 503;

  private final ApiMetrics metrics;
  private final JsonLog log;
  private final int every;
  private final AtomicLong good = new AtomicLong();

  /** Logs one in {@code every} good answers. */
  public RequestLog(ApiMetrics metrics, JsonLog log, int every) {
    this.metrics = metrics;
    this.log = log;
    this.every = every;
  }

  @Override
  public void began() {
    metrics.began();
  }

  @Override
  public void ended(Exchange exchange) {
    metrics.ended(exchange.method(), exchange.route(), exchange.status(), exchange.nanos());
    if (exchange.status() < FIRST_FAILURE && good.getAndIncrement() % every != 0) {
      return;
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("method", exchange.method());
    fields.put("route", exchange.route());
    fields.put("code", exchange.status());
    fields.put("duration_ms", TimeUnit.NANOSECONDS.toMillis(exchange.nanos()));
    log.write(level(exchange.status()), "request", message(exchange), exchange.traceId(), fields);
  }

  @Override
  public void broke(Exchange exchange, Throwable failure) {
    log.bug("request", failure, exchange.traceId());
  }

  private static String message(Exchange exchange) {
    return exchange.method() + " " + exchange.route() + " " + exchange.status();
  }

  private static JsonLog.Level level(int status) {
    if (status < FIRST_FAILURE) {
      return JsonLog.Level.INFO;
    }
    return status == BUSY ? JsonLog.Level.WARN : JsonLog.Level.ERROR;
  }
}
