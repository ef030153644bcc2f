package io.tidewatch.source;

import io.tidewatch.domain.UserException;
import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Says what a failed TLS handshake means. Trying again would not help, and trusting anyway is not
 * offered: what we read decides how workloads are scaled.
 */
final class TlsFailure {
  /** What a server says that wants to know who calls. */
  private static final Pattern REFUSES_US =
      Pattern.compile("fatal alert: (certificate_|bad_cert|unknown_ca|access_denied)");

  private final ApiServer server;

  TlsFailure(ApiServer server) {
    this.server = server;
  }

  /** What the user has to mend; empty when it was no matter of trust, but a torn connection. */
  Optional<UserException> of(IOException failure) {
    if (find(failure, SSLException.class).isEmpty()) {
      return Optional.empty();
    }
    if (find(failure, CertificateExpiredException.class).isPresent()
        || find(failure, CertificateNotYetValidException.class).isPresent()) {
      return refused(
          failure,
          "its certificate is not valid at this time: " + innermost(failure),
          "renew the certificate there, and check the clocks of both machines");
    }
    if (find(failure, CertPathBuilderException.class).isPresent()
        || find(failure, CertPathValidatorException.class).isPresent()) {
      return refused(
          failure, "its certificate is by an authority that " + whoDoesNotKnow(), trust());
    }
    if (find(failure, CertificateException.class).isPresent()) {
      return refused(
          failure,
          "its certificate is for another name: " + innermost(failure),
          "write the address with a name that the certificate has, or have it renewed with the"
              + " name "
              + server.url().getHost());
    }
    if (REFUSES_US.matcher(innermost(failure)).find()) {
      return refusedUs(failure);
    }
    if (innermost(failure).contains("plaintext connection")) {
      return refused(
          failure, "it does not speak TLS", "write the address with http:// instead of https://");
    }
    return Optional.empty();
  }

  private Optional<UserException> refusedUs(IOException failure) {
    boolean shown = server.access().identity().isPresent();
    return Optional.of(
        new UserException(
            server.product() + " at " + server.url() + " does not let us in",
            shown
                ? "it does not take our certificate: " + innermost(failure)
                : "it asks for a certificate",
            shown
                ? "have it signed by an authority that the server trusts, and look when it expires"
                : "give a certificate of our own, with its key",
            failure));
  }

  private String whoDoesNotKnow() {
    return server
        .access()
        .caFile()
        .map(file -> "the file " + file + " does not hold")
        .orElse("this machine does not know");
  }

  private String trust() {
    return server.access().caFile().isPresent()
        ? "give a file (PEM) that holds the authority which signed it"
        : "give the authority's certificate as a file (PEM) of authorities";
  }

  private Optional<UserException> refused(IOException failure, String cause, String remedy) {
    return Optional.of(
        new UserException(
            server.product() + " at " + server.url() + " cannot be trusted",
            cause,
            remedy,
            failure));
  }

  private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> kind) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (kind.isInstance(each)) {
        return Optional.of(kind.cast(each));
      }
    }
    return Optional.empty();
  }

  private static String innermost(Throwable failure) {
    Throwable last = failure;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    return String.valueOf(last.getMessage());
  }
}
