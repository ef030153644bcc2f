package io.tidewatch.source;

import io.tidewatch.domain.UserException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The two PEM files by which one side of a TLS connection proves who it is.
 *
 * @param certificate the certificate, followed by those between it and its authority
 * @param key its private key, not encrypted
 */
public record KeyFiles(Path certificate, Path key) {
  public KeyFiles {
    Objects.requireNonNull(certificate, "certificate");
    Objects.requireNonNull(key, "key");
  }

  /**
   * What was given of the two, each alone or none.
   *
   * @param options how a user names them, for messages
   * @throws UserException for one without the other
   */
  public static Optional<KeyFiles> of(
      Optional<Path> certificate, Optional<Path> key, String options) {
    if (certificate.isPresent() != key.isPresent()) {
      throw new UserException(
          "half an identity",
          options + " belong together: a certificate is of no use without its private key",
          "give both of them or none");
    }
    return certificate.map(file -> new KeyFiles(file, key.get()));
  }
}
