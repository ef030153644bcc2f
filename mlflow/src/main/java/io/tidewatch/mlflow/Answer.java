package io.tidewatch.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.domain.UserException;

/**
 * What the server said to a call that it understood: 2xx with a document, or a refusal with a code.
 *
 * @param status the HTTP status, 2xx or 4xx
 * @param body the JSON document
 */
record Answer(int status, JsonNode body) {

  boolean isOk() {
    return status / 100 == 2;
  }

  /** Whether the server refused with this {@code error_code}; the message texts change. */
  boolean isRefusal(String code) {
    return !isOk() && Json.text(body, "error_code").equals(code);
  }

  /** The document, or a {@link UserException}: MLflow did not let us do {@code what}. */
  JsonNode orThrow(String what) {
    if (isOk()) {
      return body;
    }
    String code = Json.text(body, "error_code");
    throw new UserException(
        "MLflow refused to " + what,
        "status " + status + " " + code + ": " + Json.text(body, "message"),
        code.equals("RESOURCE_DOES_NOT_EXIST")
            ? "check the name; was it deleted in MLflow's UI?"
            : "check the name and the server's version (tried with 3.17)");
  }
}
