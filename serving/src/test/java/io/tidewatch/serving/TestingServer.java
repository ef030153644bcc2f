package io.tidewatch.serving;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidewatch.domain.Catalogue;
import io.tidewatch.serving.http.HttpLimits;
import io.tidewatch.serving.http.HttpSettings;
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
import java.util.Optional;
import java.util.Set;

/** Serving with its real wiring on a free port, over sources in memory. */
final class TestingServer implements AutoCloseable {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final Serving serving;
  private final URI url;

  TestingServer(Catalogue catalogue, InMemoryDemand demand, InMemoryModels models, Path cache) {
    this(catalogue, new Serving.Sources(demand, models, ModelSource.none()), cache);
  }

  TestingServer(Catalogue catalogue, Serving.Sources sources, Path cache) {
    this(catalogue, sources, cache, http());
  }

  /** For everybody, and soon at its end. */
  static HttpSettings http() {
    HttpLimits usual = HttpLimits.USUAL;
    Duration drain = Duration.ofSeconds(1);
    HttpLimits hasty =
        new HttpLimits(
            usual.inFlight(),
            usual.lookups(),
            usual.largestBody(),
            usual.slowestBody(),
            usual.idle(),
            drain);
    return new HttpSettings("127.0.0.1", 0, Optional.empty(), Optional.empty(), hasty);
  }

  TestingServer(Catalogue catalogue, Serving.Sources sources, Path cache, HttpSettings http) {
    this(new Serving.Settings(catalogue, cache, http, Duration.ofHours(1)), sources);
  }

  TestingServer(Serving.Settings settings, Serving.Sources sources) {
    this.serving = Serving.start(settings, sources, Clock.systemUTC());
    this.url = serving.url();
  }

  Set<String> operations() {
    return serving.operations();
  }

  URI url() {
    return url;
  }

  HttpResponse<String> get(String path) {
    return send("GET", path, BodyPublishers.noBody());
  }

  HttpResponse<String> post(String path, String body) {
    return send("POST", path, BodyPublishers.ofString(body));
  }

  /** With headers as name, value, name, value… */
  HttpResponse<String> send(String method, String path, BodyPublisher body, String... headers) {
    try {
      HttpRequest.Builder builder =
          HttpRequest.newBuilder(url().resolve(path)).method(method, body);
      if (headers.length > 0) {
        builder.headers(headers);
      }
      HttpRequest request = builder.build();
      return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException broken) {
      throw new AssertionError(method + " " + path + " was not answered", broken);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new AssertionError("the test was interrupted", ended);
    }
  }

  /** Sends what no sound client would, and reads until the server has closed the connection. */
  String raw(String request) {
    try (RawConnection connection = open(request)) {
      return connection.rest();
    } catch (IOException broken) {
      throw new AssertionError(request + " was not answered", broken);
    }
  }

  /** The same, to be gone on with. */
  RawConnection open(String begin) throws IOException {
    return new RawConnection(url(), begin);
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
