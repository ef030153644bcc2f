package io.tidewatch.operator.incident;

import io.tidewatch.domain.UserException;
import io.tidewatch.operator.incident.Incident.Severity;
import io.tidewatch.operator.incident.IncidentConfig.Alertmanager;
import io.tidewatch.operator.incident.IncidentConfig.Target;
import io.tidewatch.operator.incident.IncidentConfig.Webhook;
import io.tidewatch.source.ApiAccess;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Reads one receiver; what is wrong with it is noted, and it is empty. */
final class ReceiverKeys {
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  private ReceiverKeys() {}

  static Optional<Target> read(Keys keys) {
    int before = keys.mistakes().size();
    keys.allow("name", "severity", "alertmanager", "webhook");
    Optional<String> name = keys.text("name");
    if (name.filter(text -> text.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")).isEmpty()) {
      keys.mistakes().add(keys.at("name") + " must be a word of a-z, 0-9 and -");
    }
    Severity least = keys.choice("severity", Severity.class, Severity.INFO);
    if (keys.has("alertmanager") == keys.has("webhook")) {
      keys.mistakes().add(keys.at("") + " needs one of alertmanager and webhook");
      return Optional.empty();
    }
    Optional<Target> target =
        keys.has("alertmanager")
            ? alertmanager(name.orElse(""), least, keys.child("alertmanager"))
            : webhook(name.orElse(""), least, keys.child("webhook"));
    return keys.mistakes().size() == before ? target : Optional.empty();
  }

  private static Optional<Target> alertmanager(String name, Severity least, Keys keys) {
    keys.allow("url", "bearerTokenFile", "user", "passwordFile", "caFile", "headers", "timeout");
    Optional<URI> url = url(keys);
    if (url.isEmpty()) {
      keys.mistakes().add(keys.at("url") + " is needed");
    }
    Optional<ApiAccess> access = access(keys, url);
    return url.flatMap(where -> access.map(how -> new Alertmanager(name, least, where, how)));
  }

  private static Optional<Target> webhook(String name, Severity least, Keys keys) {
    keys.allow(
        "url",
        "urlFile",
        "signatureKeyFile",
        "bearerTokenFile",
        "user",
        "passwordFile",
        "caFile",
        "headers",
        "timeout");
    if (keys.has("url") == keys.has("urlFile")) {
      keys.mistakes().add(keys.at("") + " needs one of url and urlFile");
    }
    Optional<URI> url = url(keys);
    Optional<WebhookAddress> address =
        keys.has("urlFile")
            ? keys.file("urlFile").map(WebhookAddress.InFile::new)
            : url.map(WebhookAddress.Plain::new);
    var signatureKey = keys.file("signatureKeyFile");
    Optional<ApiAccess> access = access(keys, url);
    return address.flatMap(
        where -> access.map(how -> new Webhook(name, least, where, how, signatureKey)));
  }

  private static Optional<URI> url(Keys keys) {
    return keys.text("url").flatMap(text -> Addresses.http(text, "url", keys));
  }

  private static Optional<ApiAccess> access(Keys keys, Optional<URI> url) {
    Map<String, String> headers = keys.texts("headers");
    if (headers.keySet().stream().anyMatch("authorization"::equalsIgnoreCase)) {
      keys.mistakes()
          .add(keys.at("headers") + ": a login is given as bearerTokenFile or passwordFile");
    }
    var caFile = keys.file("caFile");
    if (caFile.isPresent() && url.filter(it -> "http".equals(it.getScheme())).isPresent()) {
      keys.mistakes().add(keys.at("caFile") + " is of no use for an address with http://");
    }
    try {
      ApiAccess access =
          ApiAccess.open()
              .withTimeout(keys.duration("timeout", TIMEOUT))
              .withLogin(
                  keys.file("bearerTokenFile"), keys.text("user"), keys.file("passwordFile"));
      for (Map.Entry<String, String> header : headers.entrySet()) {
        access = access.withHeader(header.getKey(), header.getValue());
      }
      return Optional.of(caFile.map(access::withCaFile).orElse(access));
    } catch (UserException mistake) {
      keys.mistakes().add(keys.at("") + ": " + mistake.problem() + ", " + mistake.reason());
      return Optional.empty();
    }
  }
}
