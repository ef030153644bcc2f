package io.tidewatch.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.domain.WorkloadId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Asks serving for the forecasts of all workloads in one call; one try, because the next step asks
 * again.
 */
final class ServingClient implements Forecaster {
  private static final Why NOT_ANSWERED =
      Why.servingError("serving's answer does not mention this workload");

  private final URI address;
  private final Duration timeout;
  private final HttpClient http;

  ServingClient(URI serving, Duration timeout) {
    this.address =
        URI.create(serving.toString().replaceAll("/+$", "") + "/predict/traffic?shadow=true");
    this.timeout = timeout;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .build();
  }

  @Override
  public Map<WorkloadId, ForecastAnswer> forecasts(List<WorkloadId> workloads) {
    try {
      HttpResponse<String> response = http.send(request(workloads), BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        return nothing(workloads, Why.servingError(refusal(response)));
      }
      return answers(workloads, Json.parse(response.body()));
    } catch (HttpTimeoutException slow) {
      return nothing(
          workloads,
          Why.servingTimeout("serving did not answer within " + timeout.toMillis() + " ms"));
    } catch (JsonProcessingException foreign) {
      return nothing(
          workloads,
          Why.forecastInvalid("serving's answer is not JSON: " + foreign.getOriginalMessage()));
    } catch (IOException down) {
      return nothing(workloads, Why.servingDown("serving cannot be asked: " + words(down)));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return nothing(workloads, Why.servingDown("the controller is stopping"));
    }
  }

  private HttpRequest request(List<WorkloadId> workloads) {
    ObjectNode body = Json.object();
    workloads.forEach(workload -> body.withArray("workloads").add(workload.toString()));
    return HttpRequest.newBuilder(address)
        .timeout(timeout)
        .header("Content-Type", "application/json")
        .header("Accept", "application/json")
        .POST(BodyPublishers.ofString(body.toString()))
        .build();
  }

  private static Map<WorkloadId, ForecastAnswer> answers(List<WorkloadId> asked, JsonNode root) {
    Map<String, ForecastAnswer> found = new HashMap<>();
    for (JsonNode error : root.path("errors")) {
      found.put(
          error.path("workload").asText(), ForecastAnswer.missing(Why.servingError(detail(error))));
    }
    for (JsonNode forecast : root.path("forecasts")) {
      found.put(forecast.path("workload").asText(), ForecastJson.read(forecast));
    }
    return asked.stream()
        .collect(
            Collectors.toMap(
                Function.identity(),
                id -> found.getOrDefault(id.toString(), ForecastAnswer.missing(NOT_ANSWERED))));
  }

  private static Map<WorkloadId, ForecastAnswer> nothing(List<WorkloadId> workloads, Why why) {
    ForecastAnswer missing = ForecastAnswer.missing(why);
    return workloads.stream().collect(Collectors.toMap(Function.identity(), id -> missing));
  }

  private static String refusal(HttpResponse<String> response) {
    String status = "serving answers with status " + response.statusCode();
    try {
      return status + ": " + detail(Json.parse(response.body()));
    } catch (JsonProcessingException notJson) {
      return status;
    }
  }

  private static String detail(JsonNode problem) {
    String title = problem.path("title").asText("no forecast");
    return problem.hasNonNull("detail") ? problem.path("detail").asText() : title;
  }

  private static String words(IOException failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
