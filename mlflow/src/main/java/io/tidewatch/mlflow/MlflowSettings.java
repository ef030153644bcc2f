package io.tidewatch.mlflow;

import io.tidewatch.domain.UserException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;

/**
 * Where the MLflow server is and how to log in, from the variables that MLflow's own clients use.
 * The Java client does not read them itself.
 *
 * @param server its address, without a slash at the end
 * @param login how to log in, if the server wants it
 */
public record MlflowSettings(URI server, Optional<Login> login) {

  private static final String URI_VARIABLE = "MLFLOW_TRACKING_URI";
  private static final String USERNAME = "MLFLOW_TRACKING_USERNAME";
  private static final String PASSWORD = "MLFLOW_TRACKING_PASSWORD";
  private static final String TOKEN = "MLFLOW_TRACKING_TOKEN";

  public MlflowSettings {
    Objects.requireNonNull(login, "login");
    String text = server.toString().replaceAll("/+$", "");
    if (!text.matches("https?://[^/@]+(/.*)?")) {
      throw new UserException(
          "\"" + server + "\" is not the address of an MLflow server",
          "it must begin with http:// or https:// and hold no user name",
          "set " + URI_VARIABLE + ", for example to http://127.0.0.1:5001");
    }
    server = URI.create(text);
  }

  /** A server that asks for no login. */
  public static MlflowSettings of(URI server) {
    return new MlflowSettings(server, Optional.empty());
  }

  /**
   * From environment variables. Throws {@link UserException} if the address is missing or wrong.
   */
  public static MlflowSettings fromEnvironment(Map<String, String> variables) {
    String address = variables.getOrDefault(URI_VARIABLE, "").strip();
    if (address.isEmpty()) {
      throw new UserException(
          "no MLflow server is named",
          URI_VARIABLE + " is not set",
          "set it to the server's address, for example http://127.0.0.1:5001");
    }
    return new MlflowSettings(parse(address), login(variables));
  }

  private static URI parse(String address) {
    try {
      return URI.create(address);
    } catch (IllegalArgumentException e) {
      throw new UserException(
          URI_VARIABLE + " is not an address: " + address,
          e.getMessage(),
          "set it to the server's address, for example http://127.0.0.1:5001",
          e);
    }
  }

  /** A user name goes before a token, as in MLflow's Python client. */
  private static Optional<Login> login(Map<String, String> variables) {
    String username = variables.getOrDefault(USERNAME, "");
    if (!username.isEmpty()) {
      return Optional.of(new Login.Basic(username, variables.getOrDefault(PASSWORD, "")));
    }
    String token = variables.getOrDefault(TOKEN, "");
    return token.isEmpty() ? Optional.empty() : Optional.of(new Login.Bearer(token));
  }

  BasicMlflowHostCreds credentials() {
    String address = server.toString();
    if (login.isEmpty()) {
      return new BasicMlflowHostCreds(address);
    }
    if (login.get() instanceof Login.Basic basic) {
      return new BasicMlflowHostCreds(address, basic.username(), basic.password());
    }
    return new BasicMlflowHostCreds(address, ((Login.Bearer) login.get()).token());
  }

  /** A way to log in; its text never shows the secret. */
  public sealed interface Login {

    /** The value of the HTTP header {@code Authorization}. */
    String header();

    /** User name and password. */
    record Basic(String username, String password) implements Login {

      @Override
      public String header() {
        byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
      }

      @Override
      public String toString() {
        return "user " + username;
      }
    }

    /** A bearer token. */
    record Bearer(String token) implements Login {

      @Override
      public String header() {
        return "Bearer " + token;
      }

      @Override
      public String toString() {
        return "a token";
      }
    }
  }
}
