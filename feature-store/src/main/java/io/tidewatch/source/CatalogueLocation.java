package io.tidewatch.source;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Where a catalogue is, as a user names it: a file, or the address of a controller that serves it.
 *
 * @param text what was typed
 * @param environment {@code TIDEWATCH_CATALOGUE_TOKEN_FILE}, {@code TIDEWATCH_CATALOGUE_CA_FILE},
 *     {@code TIDEWATCH_CATALOGUE_CERT_FILE} and {@code TIDEWATCH_CATALOGUE_KEY_FILE} let us in;
 *     {@code TIDEWATCH_CATALOGUE_COPIES} is where last good copies are kept instead of {@code
 *     ~/.cache/tidewatch/catalogues}
 */
public record CatalogueLocation(String text, Map<String, String> environment) {
  private static final String CERTIFICATE = "TIDEWATCH_CATALOGUE_CERT_FILE";
  private static final String KEY = "TIDEWATCH_CATALOGUE_KEY_FILE";
  private static final Duration LONGEST_CALL = Duration.ofSeconds(10);

  public CatalogueLocation {
    environment = Map.copyOf(environment);
  }

  /**
   * The file to read; what is served is fetched first.
   *
   * @throws io.tidewatch.domain.UserException when nothing can be had
   */
  public RemoteCatalogue.Fetched file(Clock clock) {
    return remote(clock)
        .map(RemoteCatalogue::fetch)
        .orElseGet(() -> new RemoteCatalogue.Fetched(Path.of(text), false, Optional.empty()));
  }

  /** What is served, for those who ask again; empty for a file. */
  public Optional<RemoteCatalogue> remote(Clock clock) {
    if (!text.startsWith("http://") && !text.startsWith("https://")) {
      return Optional.empty();
    }
    RetryPolicy retries = RetryPolicy.standard(new SplittableRandom());
    return Optional.of(new RemoteCatalogue(text, access(), retries, copies(), clock));
  }

  private ApiAccess access() {
    ApiAccess access = ApiAccess.open().withTimeout(LONGEST_CALL);
    Optional<Path> token = path("TIDEWATCH_CATALOGUE_TOKEN_FILE");
    Optional<Path> authorities = path("TIDEWATCH_CATALOGUE_CA_FILE");
    ApiAccess known = token.map(access::withBearerTokenFile).orElse(access);
    ApiAccess trusting = authorities.map(known::withCaFile).orElse(known);
    return KeyFiles.of(path(CERTIFICATE), path(KEY), CERTIFICATE + " and " + KEY)
        .map(trusting::withIdentity)
        .orElse(trusting);
  }

  private Path copies() {
    return path("TIDEWATCH_CATALOGUE_COPIES")
        .orElseGet(
            () -> Path.of(System.getProperty("user.home"), ".cache", "tidewatch", "catalogues"));
  }

  private Optional<Path> path(String variable) {
    return Optional.ofNullable(environment.get(variable))
        .filter(value -> !value.isBlank())
        .map(Path::of);
  }
}
