package io.tidewatch.source;

import io.tidewatch.domain.UserException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The authorities of a PEM file, as the only ones that a TLS connection trusts. */
final class TrustedCas {
  private TrustedCas() {}

  /**
   * The bytes of a file of authorities.
   *
   * @throws UserException when it cannot be read
   */
  static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw unusable(file, "it cannot be read", "check the path and who may read it", unreadable);
    }
  }

  /**
   * A context that trusts these authorities alone.
   *
   * @param file where they come from, for messages
   * @throws UserException when they are no certificates
   */
  static SSLContext context(Path file, byte[] pem) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate authority : certificates(file, pem)) {
        store.setCertificateEntry("authority-" + store.size(), authority);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException broken) {
      throw new IllegalStateException("this JVM cannot make a TLS context", broken);
    }
  }

  private static Collection<? extends Certificate> certificates(Path file, byte[] pem)
      throws CertificateException {
    String remedy = "give the bundle that holds the authority's certificate, in PEM";
    Collection<? extends Certificate> found;
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    try {
      found = factory.generateCertificates(new ByteArrayInputStream(pem));
    } catch (CertificateException malformed) {
      throw unusable(file, "it is no PEM of certificates", remedy, malformed);
    }
    if (found.isEmpty()) {
      throw unusable(file, "it holds no certificate", remedy, null);
    }
    return found;
  }

  private static UserException unusable(Path file, String cause, String remedy, Exception origin) {
    return new UserException(
        "the file of authorities " + file + " is of no use", cause, remedy, origin);
  }
}
