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
 * One MLflow server: the typed Java client, its REST calls, and plain HTTP for what the client
 * lacks. Failures of the server as a whole are {@link UserException}s; refusals are {@link
 * Answer}s.
 */
final class MlflowConnection implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(90);
  private static final String API = "/api/2.0/mlflow/";

  private final MlflowSettings settings;
  private final MlflowClient client;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private final ExecutorService threads = Executors.newCachedThreadPool(MlflowConnection::daemon);

  MlflowConnection(MlflowSettings settings) {
    this.settings = settings;
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
    return answer(mlflow -> mlflow.sendGet(path + "?" + query));
  }

  Answer post(String path, Map<String, ?> body) {
    return answer(mlflow -> mlflow.sendPost(path, Json.line(body)));
  }

  /** The client has no DELETE. */
  Answer delete(String path, Map<String, ?> body) {
    HttpRequest request =
        request(URI.create(server() + API + path))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .method("DELETE", HttpRequest.BodyPublishers.ofString(Json.line(body)))
            .build();
    try {
      HttpResponse<String> response = send(request, BodyHandlers.ofString());
      return answer(response.statusCode(), response.body());
    } catch (IOException e) {
      throw Troubles.unreachable(server(), e);
    }
  }

  /** A call of the typed client, whose refusals have no meaning for us. */
  <T> T call(String what, Function<MlflowClient, T> call) {
    try {
      return timed(call);
    } catch (MlflowHttpException e) {
      answer(e.getStatusCode(), bodyOf(e)).orThrow(what);
      throw e;
    }
  }

  /** A request with the login, to be sent by {@link #send}. */
  HttpRequest.Builder request(URI uri) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(uri);
    settings.login().ifPresent(login -> builder.header("Authorization", login.header()));
    return builder;
  }

  <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException {
    try {
      return http.send(request, handler);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    threads.shutdownNow();
    client.close();
  }

  private Answer answer(Function<MlflowClient, String> call) {
    try {
      return answer(200, timed(call));
    } catch (MlflowHttpException e) {
      return answer(e.getStatusCode(), bodyOf(e));
    }
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

  private static String bodyOf(MlflowHttpException e) {
    return e.getBodyMessage() == null ? "" : e.getBodyMessage();
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
