package io.tidewatch.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.source.ApiCall;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
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

  private final ApiCall serving;
  private final Duration timeout;

  ServingClient(ApiCall serving, Duration timeout) {
    this.serving = serving.at("/predict/traffic?shadow=true");
    this.timeout = timeout;
  }

  @Override
  public Map<WorkloadId, ForecastAnswer> forecasts(List<WorkloadId> workloads) {
    try {
      HttpResponse<String> response = serving.send(request(workloads));
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
    } catch (UserException mistake) {
      return nothing(
          workloads,
          Why.servingDown(mistake.problem() + ": " + mistake.reason() + "; " + mistake.remedy()));
    } catch (IOException down) {
      return nothing(workloads, Why.servingDown("serving cannot be asked: " + words(down)));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return nothing(workloads, Why.servingDown("the controller is stopping"));
    }
  }

  private HttpRequest.Builder request(List<WorkloadId> workloads) {
    ObjectNode body = Json.object();
    workloads.forEach(workload -> body.withArray("workloads").add(workload.toString()));
    return HttpRequest.newBuilder(serving.url())
        .timeout(timeout)
        .header("Content-Type", "application/json")
        .header("Accept", "application/json")
        .POST(BodyPublishers.ofString(body.toString()));
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
