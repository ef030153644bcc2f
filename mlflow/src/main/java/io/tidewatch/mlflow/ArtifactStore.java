package io.tidewatch.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.domain.UserException;
import java.io.FileNotFoundException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Files behind the server's artifact proxy, by plain HTTP: MLflow's Java client would start a
 * Python process for each. Busy or failing answers (429, 5xx) and broken connections are tried
 * again.
 */
final class ArtifactStore {

  private static final String PROXY = "/api/2.0/mlflow-artifacts/artifacts";
  private static final String SCHEME = "mlflow-artifacts:";

  private final MlflowConnection connection;

  ArtifactStore(MlflowConnection connection) {
    this.connection = connection;
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
    HttpRequest request =
        request(path)
            .PUT(publisher(file))
            .header("Content-Type", "application/octet-stream")
            .build();
    checked("store " + path, connection.send(request, BodyHandlers.ofString()));
  }

  /** Stores a small text. */
  void putText(String path, String text) {
    HttpRequest request =
        request(path)
            .PUT(BodyPublishers.ofString(text))
            .header("Content-Type", "text/plain; charset=utf-8")
            .build();
    checked("store " + path, connection.send(request, BodyHandlers.ofString()));
  }

  /** Brings a file, streaming; an existing one is replaced, a partial one is left on failure. */
  void get(String path, Path target) {
    HttpRequest request = request(path).GET().build();
    checked("bring " + path, connection.send(request, info -> fileIfOk(info, target)));
  }

  /** Brings a small text. */
  String read(String path) {
    HttpRequest request = request(path).GET().build();
    return checked("bring " + path, connection.send(request, BodyHandlers.ofString())).body();
  }

  /** The bytes of each file of a directory by its name, as far as the server says; not brought. */
  Map<String, Long> sizes(String directory) {
    HttpRequest request =
        connection.request(PROXY + "?path=" + MlflowConnection.encode(directory)).GET().build();
    HttpResponse<String> response =
        checked("list " + directory, connection.send(request, BodyHandlers.ofString()));
    Map<String, Long> sizes = new HashMap<>();
    try {
      for (JsonNode file : Json.MAPPER.readTree(response.body()).path("files")) {
        // Some versions give the name alone, some the whole path.
        String name = Json.text(file, "path").replaceFirst(".*/", "");
        sizes.put(name, file.path("file_size").asLong());
      }
      return sizes;
    } catch (JsonProcessingException e) {
      throw Troubles.strange(connection.server(), response.body());
    }
  }

  private HttpRequest.Builder request(String path) {
    String encoded =
        Arrays.stream(path.split("/"))
            .map(MlflowConnection::encode)
            .collect(Collectors.joining("/"));
    return connection.request(PROXY + "/" + encoded);
  }

  private <T> HttpResponse<T> checked(String what, HttpResponse<T> response) {
    int status = response.statusCode();
    if (status / 100 == 2) {
      return response;
    }
    if (status == 401 || status == 403) {
      throw Troubles.forbidden(connection.server(), status, MlflowConnection.text(response));
    }
    throw new UserException(
        "MLflow refused to " + what,
        "it answered with status " + status,
        status == 404
            ? "the file is not in the artifact store (any more): register the model again"
            : "check that the server runs with --serve-artifacts");
  }

  private static HttpResponse.BodySubscriber<Path> fileIfOk(
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
