package io.tidewatch.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.domain.UserException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Files behind the server's artifact proxy, by plain HTTP: MLflow's Java client would start a
 * Python process for each. Busy or failing answers (429, 5xx) and broken connections are tried
 * again.
 */
final class ArtifactStore {

  private static final String PROXY = "/api/2.0/mlflow-artifacts/artifacts";
  private static final String SCHEME = "mlflow-artifacts:";
  // For the headers; the body may take longer.
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final MlflowConnection connection;
  private final Backoff backoff;

  ArtifactStore(MlflowConnection connection, Backoff backoff) {
    this.connection = connection;
    this.backoff = backoff;
  }

  /**
   * The path within the store that an artifact address such as {@code mlflow-artifacts:/1/RUN/…}
   * names. Throws {@link UserException} for an address that the server does not proxy.
   */
  static String path(String address) {
    if (!address.startsWith(SCHEME)) {
      throw new UserException(
          "the artifacts at " + address + " are out of reach",
          "this MLflow server hands clients the storage's own address",
          "start it with --serve-artifacts, and use an experiment created since then");
    }
    return address.substring(SCHEME.length()).replaceFirst("^//[^/]*", "").replaceFirst("^/+", "");
  }

  /** Stores a file, streaming. */
  void put(String path, Path file) {
    send(
        "store " + path,
        () -> request(path).PUT(publisher(file)).header("Content-Type", "application/octet-stream"),
        BodyHandlers.ofString());
  }

  /** Brings a file, streaming; an existing one is replaced, a partial one is left on failure. */
  void get(String path, Path target) {
    send("bring " + path, () -> request(path).GET(), info -> fileOrNothing(info, target));
  }

  /** Brings a small text. */
  String read(String path) {
    return send("bring " + path, () -> request(path).GET(), BodyHandlers.ofString()).body();
  }

  /** The names directly below a path, of files and folders. */
  List<String> list(String path) {
    URI uri = URI.create(connection.server() + PROXY + "?path=" + MlflowConnection.encode(path));
    String body =
        send("list " + path, () -> connection.request(uri).GET(), BodyHandlers.ofString()).body();
    try {
      List<String> names = new ArrayList<>();
      for (JsonNode file : Json.MAPPER.readTree(body).path("files")) {
        names.add(Json.text(file, "path"));
      }
      return names;
    } catch (JsonProcessingException e) {
      throw Troubles.strange(connection.server(), body);
    }
  }

  private HttpRequest.Builder request(String path) {
    String encoded =
        Arrays.stream(path.split("/"))
            .map(MlflowConnection::encode)
            .collect(Collectors.joining("/"));
    return connection.request(URI.create(connection.server() + PROXY + "/" + encoded));
  }

  private <T> HttpResponse<T> send(
      String what, Supplier<HttpRequest.Builder> request, BodyHandler<T> handler) {
    UserException last = null;
    for (int failures = 0; failures < backoff.attempts(); failures++) {
      if (failures > 0 && !backoff.pause(failures)) {
        break;
      }
      try {
        HttpResponse<T> response = connection.send(request.get().timeout(TIMEOUT).build(), handler);
        if (!isWorthARetry(response.statusCode())) {
          return checked(what, response);
        }
        last = Troubles.failing(connection.server(), response.statusCode(), text(response));
      } catch (IOException e) {
        last = Troubles.unreachable(connection.server(), e);
      }
    }
    throw last;
  }

  private <T> HttpResponse<T> checked(String what, HttpResponse<T> response) {
    int status = response.statusCode();
    if (status / 100 == 2) {
      return response;
    }
    if (status == 401 || status == 403) {
      throw Troubles.forbidden(connection.server(), status, text(response));
    }
    throw new UserException(
        "MLflow refused to " + what,
        "it answered with status " + status,
        status == 404
            ? "the file is not in the artifact store (any more): register the model again"
            : "check that the server runs with --serve-artifacts");
  }

  private static boolean isWorthARetry(int status) {
    return status == 429 || status >= 500;
  }

  private static String text(HttpResponse<?> response) {
    return response.body() instanceof String text ? text : "";
  }

  private static HttpResponse.BodySubscriber<Path> fileOrNothing(
      HttpResponse.ResponseInfo info, Path target) {
    return info.statusCode() == 200
        ? HttpResponse.BodySubscribers.ofFile(target)
        : HttpResponse.BodySubscribers.replacing(target);
  }

  private static HttpRequest.BodyPublisher publisher(Path file) {
    try {
      return BodyPublishers.ofFile(file);
    } catch (FileNotFoundException e) {
      throw new IllegalArgumentException("no such file: " + file, e);
    }
  }
}
