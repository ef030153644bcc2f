package io.tidewatch.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.domain.UserException;
import io.tidewatch.source.ApiCall;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Asks serving for the learned parameters of all workloads at once. */
final class ParameterClient implements ParameterSource {
  private final ApiCall serving;
  private final Duration timeout;

  ParameterClient(ApiCall serving, Duration timeout) {
    this.serving = serving.at("/optimize/parameters");
    this.timeout = timeout;
  }

  @Override
  public Said all() throws Unusable {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(serving.url())
              .timeout(timeout)
              .header("Accept", "application/json")
              .GET();
      HttpResponse<String> response = serving.send(request);
      if (response.statusCode() != 200) {
        throw new Unusable("serving answers with status " + response.statusCode());
      }
      return read(Json.parse(response.body()));
    } catch (JsonProcessingException foreign) {
      throw new Unusable("serving's answer is not JSON");
    } catch (UserException mistake) {
      throw new Unusable(mistake.problem() + ": " + mistake.reason());
    } catch (IOException down) {
      throw new Unusable("serving cannot be asked: " + down);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new Unusable("the controller is stopping");
    }
  }

  private static Said read(JsonNode answer) throws Unusable {
    if (!answer.path("parameters").isArray()) {
      throw new Unusable("serving's answer has no list of parameters");
    }
    String version = answer.path("model").path("version").asText("?");
    Map<String, LearnedParameters> all = new HashMap<>();
    for (JsonNode one : answer.path("parameters")) {
      all.put(
          one.path("workload").asText(),
          new LearnedParameters(
              number(one, "kappa_factor"),
              number(one, "target_share"),
              one.path("origin").asText("?"),
              version,
              one.path("why").asText("")));
    }
    return new Said(
        all, answer.path("parameters_missing").asText("serving has none for this workload"));
  }

  // What is no number is refused where all numbers are judged.
  private static double number(JsonNode node, String field) {
    return node.path(field).isNumber() ? node.path(field).asDouble() : Double.NaN;
  }
}
