package io.tidewatch.source;

import io.tidewatch.domain.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/** Reads what lets us in to a server, at the time of the call. */
record ApiLogin(ApiServer server) {
  /**
   * The header {@code Authorization}; empty where no login is needed.
   *
   * @throws UserException when its file cannot be read
   */
  Optional<String> header() {
    ApiAccess access = server.access();
    if (access.bearerTokenFile().isPresent()) {
      return access.bearerTokenFile().map(file -> "Bearer " + secret(file));
    }
    return access.basic().map(this::basic);
  }

  private String basic(PrometheusEndpoint.BasicLogin login) {
    String pair = login.user() + ":" + secret(login.passwordFile());
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private String secret(Path file) {
    try {
      String secret = Files.readString(file).strip();
      if (secret.isEmpty() || secret.chars().anyMatch(Character::isISOControl)) {
        // It is not repeated: it may be another secret.
        throw new UserException(
            "cannot log in to " + server.product(),
            "the file " + file + " does not hold one line of text",
            "let it hold the token, or the password, and nothing else");
      }
      return secret;
    } catch (IOException unreadable) {
      throw new UserException(
          "cannot log in to " + server.product(),
          "the file " + file + " cannot be read",
          "check the path and who may read it",
          unreadable);
    }
  }
}
