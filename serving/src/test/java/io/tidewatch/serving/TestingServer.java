package io.tidewatch.serving;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidewatch.domain.Catalogue;
import io.tidewatch.serving.model.ModelSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** Serving with its real wiring on a free port, over sources in memory. */
final class TestingServer implements AutoCloseable {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final Serving serving;

  TestingServer(Catalogue catalogue, InMemoryDemand demand, InMemoryModels models, Path cache) {
    this(catalogue, new Serving.Sources(demand, models, ModelSource.none()), cache);
  }

  TestingServer(Catalogue catalogue, Serving.Sources sources, Path cache) {
    Serving.Settings settings =
        new Serving.Settings(catalogue, cache, "127.0.0.1", 0, Duration.ofHours(1));
    this.serving = Serving.start(settings, sources, Clock.systemUTC());
  }

  URI url() {
    return serving.url();
  }

  HttpResponse<String> get(String path) {
    return send("GET", path, BodyPublishers.noBody());
  }

  HttpResponse<String> post(String path, String body) {
    return send("POST", path, BodyPublishers.ofString(body));
  }

  HttpResponse<String> send(String method, String path, BodyPublisher body) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(url().resolve(path)).method(method, body).build();
      return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException broken) {
      throw new AssertionError(method + " " + path + " was not answered", broken);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new AssertionError("the test was interrupted", ended);
    }
  }

  static JsonNode json(HttpResponse<String> answer) {
    try {
      return JsonMapper.builder().build().readTree(answer.body());
    } catch (IOException malformed) {
      throw new AssertionError("no JSON: " + answer.body(), malformed);
    }
  }

  @Override
  public void close() {
    serving.close();
  }
}
