package io.tidewatch.operator.incident;

import java.net.URI;
import java.util.Optional;

/** Checks addresses that a user has written down, where no secret may stand. */
final class Addresses {
  private Addresses() {}

  /** The address, or a mistake noted under the key's name. */
  static Optional<URI> http(String text, String key, Keys keys) {
    Optional<String> mistake = mistake(text);
    mistake.ifPresent(why -> keys.mistakes().add(keys.at(key) + " " + why));
    return mistake.isPresent() ? Optional.empty() : Optional.of(URI.create(text));
  }

  /** What is wrong with an address; a login in it is not repeated. */
  static Optional<String> mistake(String text) {
    URI url;
    try {
      url = URI.create(text);
    } catch (IllegalArgumentException malformed) {
      return Optional.of("is no address like https://alerts.example.com");
    }
    boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!http || url.getHost() == null) {
      return Optional.of("is no address like https://alerts.example.com");
    }
    if (url.getRawUserInfo() != null) {
      return Optional.of("holds a login; give user and passwordFile");
    }
    if (url.getRawQuery() != null || url.getRawFragment() != null) {
      return Optional.of("has a query or a fragment; if it holds a secret, write it to an urlFile");
    }
    return Optional.empty();
  }
}
