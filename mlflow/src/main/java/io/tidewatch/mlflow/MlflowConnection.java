package io.tidewatch.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.domain.UserException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowClientException;
import org.mlflow.tracking.MlflowHttpException;

/**
 * One MLflow server: the typed Java client for runs, plain HTTP for the rest.
 *
 * <p>The client's own {@code sendGet} and {@code sendPost} are not used: they repeat every refusal
 * twice, warning of a rate limit, and the registry refuses as a matter of course (a missing alias
 * is one). Failures of the server as a whole are {@link UserException}s, refusals are {@link
 * Answer}s.
 */
final class MlflowConnection implements AutoCloseable {

  /**
   * A connection at rest for longer is proved by a GET before a POST uses it: MLflow's server
   * closes it after 5 s, perhaps just then, and a lost GET is repeated by the HTTP client, a POST
   * is not.
   */
  static final Duration REST = Duration.ofSeconds(2);

  private static final Duration TIMEOUT = Duration.ofSeconds(90);
  private static final String API = "/api/2.0/mlflow/";

  private final MlflowSettings settings;
  private final Backoff backoff;
  private final MlflowClient client;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final ExecutorService threads = Executors.newCachedThreadPool(MlflowConnection::daemon);

  private final Duration rest;
  private volatile long answered = System.nanoTime();

  MlflowConnection(MlflowSettings settings, Backoff backoff, Duration rest) {
    this.settings = settings;
    this.backoff = backoff;
    this.rest = rest;
    this.client = new MlflowClient(settings.credentials());
  }

  URI server() {
    return settings.server();
  }

  Answer get(String path, Map<String, String> parameters) {
    String query =
        new TreeMap<>(parameters)
            .entrySet().stream()
                .map(entry -> entry.getKey() + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
    return answer(request(API + path + "?" + query).GET());
  }

  Answer post(String path, Map<String, ?> body) {
    return answer(withJson("POST", path, body));
  }

  Answer delete(String path, Map<String, ?> body) {
    return answer(withJson("DELETE", path, body));
  }

  /** A call of the typed client, whose refusals have no meaning for us. */
  <T> T call(String what, Function<MlflowClient, T> call) {
    try {
      return timed(call);
    } catch (MlflowHttpException e) {
      String body = e.getBodyMessage() == null ? "" : e.getBodyMessage();
      answer(e.getStatusCode(), body).orThrow(what);
      throw e;
    }
  }

  /** A request with login and time-out, to be sent by {@link #send}. */
  HttpRequest.Builder request(String pathAndQuery) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(server() + pathAndQuery)).timeout(TIMEOUT);
    settings.login().ifPresent(login -> builder.header("Authorization", login.header()));
    return builder;
  }

  /**
   * Sends a request, again after a pause while the server is busy, fails or breaks the connection,
   * unless that might do something twice (POST). Any answer but 429 and 5xx is returned.
   */
  <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    if (request.method().equals("POST")) {
      wake();
      return send(request, handler, 1);
    }
    return send(request, handler, backoff.attempts());
  }

  private void wake() {
    if (System.nanoTime() - answered >= rest.toNanos()) {
      send(request("/health").GET().build(), BodyHandlers.discarding());
    }
  }

  private <T> HttpResponse<T> send(
      HttpRequest request, HttpResponse.BodyHandler<T> handler, int attempts) {
    for (int failures = 1; ; failures++) {
      try {
        HttpResponse<T> response = http.send(request, handler);
        answered = System.nanoTime();
        int status = response.statusCode();
        if (status != 429 && status < 500) {
          return response;
        }
        if (failures == attempts || !backoff.pause(failures)) {
          throw Troubles.failing(server(), status, text(response));
        }
      } catch (IOException e) {
        if (failures == attempts || !backoff.pause(failures)) {
          throw Troubles.unreachable(server(), e);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Troubles.unreachable(server(), e);
      }
    }
  }

  /** The body where it is text; a file's content is none. */
  static String text(HttpResponse<?> response) {
    return response.body() instanceof String text ? text : "";
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    threads.shutdownNow();
    client.close();
  }

  private HttpRequest.Builder withJson(String method, String path, Map<String, ?> body) {
    return request(API + path)
        .header("Content-Type", "application/json")
        .method(method, HttpRequest.BodyPublishers.ofString(Json.line(body)));
  }

  private Answer answer(HttpRequest.Builder request) {
    HttpResponse<String> response = send(request.build(), BodyHandlers.ofString());
    return answer(response.statusCode(), response.body());
  }

  private Answer answer(int status, String body) {
    if (status == 401 || status == 403) {
      throw Troubles.forbidden(server(), status, body);
    }
    if (status >= 500 || status == 429) {
      throw Troubles.failing(server(), status, body);
    }
    try {
      JsonNode document = Json.MAPPER.readTree(body);
      if (document.isObject()) {
        return new Answer(status, document);
      }
    } catch (JsonProcessingException e) {
      throw Troubles.strange(server(), body);
    }
    throw Troubles.strange(server(), body);
  }

  /** The client itself waits for ever when a server accepts a connection and says nothing. */
  private <T> T timed(Function<MlflowClient, T> call) {
    Future<T> result = threads.submit(() -> call.apply(client));
    try {
      return result.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      result.cancel(true);
      throw Troubles.unreachable(server(), e);
    } catch (InterruptedException e) {
      result.cancel(true);
      Thread.currentThread().interrupt();
      throw Troubles.unreachable(server(), e);
    } catch (ExecutionException e) {
      throw translated(e.getCause());
    }
  }

  private RuntimeException translated(Throwable failure) {
    if (failure instanceof MlflowHttpException answered) {
      return answered;
    }
    if (failure instanceof MlflowClientException && failure.getCause() instanceof IOException) {
      return Troubles.unreachable(server(), failure);
    }
    return new IllegalStateException("the MLflow client failed", failure);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "mlflow-call");
    thread.setDaemon(true);
    return thread;
  }
}
