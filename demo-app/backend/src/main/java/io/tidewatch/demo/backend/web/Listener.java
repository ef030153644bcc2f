package io.tidewatch.demo.backend.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One HTTP server of the JDK: finds the route, answers, keeps count, and can be emptied before it
 * ends.
 */
public final class Listener {
  /** Bytes of the largest body that is read. */
  public static final int LARGEST_BODY = 4_096;

  private static final int BACKLOG = 1_024;
  private static final Duration QUIET = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(20);

  private final HttpServer server;
  private final Routes routes;
  private final Observer observer;
  private final ConnectionBudget budget;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicLong lastRequest = new AtomicLong(System.nanoTime());
  private volatile boolean draining;

  /**
   * Binds, but does not answer yet.
   *
   * @param threads how many requests can be worked on or wait inside at a time
   */
  public Listener(int port, int threads, Routes routes, ConnectionBudget budget, Observer observer)
      throws IOException {
    this.routes = routes;
    this.observer = observer;
    this.budget = budget;
    server = HttpServer.create(new InetSocketAddress(port), BACKLOG);
    server.setExecutor(pool(threads));
    server.createContext("/", this::handle);
  }

  /** Answers from now on. */
  public void start() {
    server.start();
  }

  /** The port in use. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Ends at once. */
  public void stop() {
    server.stop(0);
  }

  /**
   * Goes on answering, the last time on each connection, until nobody has come for a second; then
   * ends.
   *
   * @param patience the longest that this may take
   * @return whether every request was answered
   */
  public boolean drain(Duration patience) throws InterruptedException {
    long begin = System.nanoTime();
    draining = true;
    while (!isQuiet(begin) && System.nanoTime() - begin < patience.toNanos()) {
      TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
    }
    boolean answeredAll = inFlight.get() == 0;
    server.stop(0);
    return answeredAll;
  }

  private boolean isQuiet(long begin) {
    long now = System.nanoTime();
    return inFlight.get() == 0 && now - Math.max(begin, lastRequest.get()) >= QUIET.toNanos();
  }

  private void handle(HttpExchange exchange) throws IOException {
    long arrival = System.nanoTime();
    inFlight.incrementAndGet();
    observer.began();
    String method = exchange.getRequestMethod();
    String route = routes.label(exchange.getRequestURI().getPath());
    Reader reader = new Reader(exchange);
    int status = 500;
    try (exchange) {
      Answer answer = answer(exchange, reader, route);
      status = answer.status();
      send(exchange, answer);
    } finally {
      lastRequest.set(System.nanoTime());
      inFlight.decrementAndGet();
      observer.ended(
          new Exchange(method, route, status, System.nanoTime() - arrival, reader.traceId()));
    }
  }

  private Answer answer(HttpExchange exchange, Reader reader, String route) throws IOException {
    String method = exchange.getRequestMethod();
    try {
      byte[] body = body(exchange.getRequestBody());
      if (body.length > LARGEST_BODY) {
        return Answer.problem(413, "the body is larger than " + LARGEST_BODY + " bytes");
      }
      String path = exchange.getRequestURI().getPath();
      return routes
          .find(method, path)
          .answer(reader.request(new String(body, StandardCharsets.UTF_8)));
    } catch (BadRequest e) {
      return Answer.problem(400, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.problem(503, "this server is ending");
    } catch (RuntimeException e) {
      observer.broke(new Exchange(method, route, 500, 0, reader.traceId()), e);
      return Answer.problem(500, "a bug; the log tells more");
    }
  }

  /** One byte more than allowed is read, no more: that is enough to refuse it. */
  private static byte[] body(InputStream in) throws IOException {
    return in.readNBytes(LARGEST_BODY + 1);
  }

  private void send(HttpExchange exchange, Answer answer) throws IOException {
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    if (budget.spend(exchange.getRemoteAddress()) || draining) {
      exchange.getResponseHeaders().set("Connection", "close");
    }
    // -1 is how this server is told that there is no body
    exchange.sendResponseHeaders(
        answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(answer.body());
    }
  }

  private static ThreadPoolExecutor pool(int threads) {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "http-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
