package io.tidewatch.mlflow;

import io.tidewatch.domain.UserException;
import java.net.URI;

/** What can be wrong with a server as a whole, in words for the user. */
final class Troubles {

  private Troubles() {}

  static UserException unreachable(URI server, Throwable origin) {
    Throwable root = origin;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new UserException(
        "MLflow does not answer at " + server,
        root.getClass().getSimpleName()
            + (root.getMessage() == null ? "" : ": " + root.getMessage()),
        "start the server, or set MLFLOW_TRACKING_URI to the address of a running one",
        origin);
  }

  static UserException failing(URI server, int status, String body) {
    return new UserException(
        "MLflow at " + server + " fails",
        "it answered with status " + status + brief(body),
        "look into the server's log, then try again");
  }

  static UserException forbidden(URI server, int status, String body) {
    return new UserException(
        "MLflow at " + server + " does not let us in",
        "it answered with status " + status + brief(body),
        "set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN;"
            + " if it names the Host header, start the server with --allowed-hosts");
  }

  static UserException strange(URI server, String body) {
    return new UserException(
        "what answers at " + server + " is not MLflow",
        "its answer is no JSON document" + brief(body),
        "set MLFLOW_TRACKING_URI to the address of the MLflow server");
  }

  private static String brief(String body) {
    String line = body.strip().replaceAll("\\s+", " ");
    if (line.isEmpty()) {
      return "";
    }
    return ": " + (line.length() > 200 ? line.substring(0, 200) + "…" : line);
  }
}
