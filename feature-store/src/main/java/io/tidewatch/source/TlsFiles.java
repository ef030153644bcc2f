package io.tidewatch.source;

import io.tidewatch.domain.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * What one side of a TLS connection shows and whom it trusts, as files that are renewed in place.
 *
 * @param shown our own certificate and key
 * @param trusted the only authorities to trust (PEM) instead of the machine's own
 */
public record TlsFiles(Optional<KeyFiles> shown, Optional<Path> trusted) {
  /** Shows nothing, and trusts whom the machine trusts. */
  static final TlsFiles OF_THE_MACHINE = new TlsFiles(Optional.empty(), Optional.empty());

  public TlsFiles {
    Objects.requireNonNull(shown, "shown");
    Objects.requireNonNull(trusted, "trusted");
  }

  /** What the files held at one time: equal as long as none of them has changed. */
  record Content(
      TlsFiles files,
      Optional<String> certificate,
      Optional<String> key,
      Optional<String> authorities) {

    /**
     * A context by these files alone.
     *
     * @throws UserException when one of them is of no use
     */
    SSLContext context() {
      try {
        KeyManager[] identity =
            files.shown.isEmpty()
                ? null
                : PemIdentity.of(files.shown.get(), certificate.orElseThrow(), key.orElseThrow())
                    .managers();
        TrustManager[] authority =
            files.trusted.isEmpty()
                ? null
                : TrustedCas.managers(files.trusted.get(), authorities.orElseThrow());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(identity, authority, null);
        return context;
      } catch (GeneralSecurityException broken) {
        throw new IllegalStateException("this JVM cannot make a TLS context", broken);
      }
    }
  }

  /**
   * What they hold now.
   *
   * @throws UserException when one cannot be read
   */
  Content content() {
    return new Content(
        this,
        shown.map(files -> read("the certificate", files.certificate())),
        shown.map(files -> read("the private key", files.key())),
        trusted.map(file -> read("the file of authorities", file)));
  }

  private static String read(String what, Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException unreadable) {
      throw new UserException(
          what + " " + file + " is of no use",
          "it cannot be read",
          "check the path and who may read it",
          unreadable);
    }
  }
}
