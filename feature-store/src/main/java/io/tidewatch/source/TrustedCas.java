package io.tidewatch.source;

import io.tidewatch.domain.UserException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** The authorities of a PEM file, as the only ones that a TLS connection trusts. */
final class TrustedCas {
  private TrustedCas() {}

  /**
   * What trusts these authorities alone.
   *
   * @param file where they come from, for messages
   * @throws UserException when they are no certificates
   */
  static TrustManager[] managers(Path file, String pem) throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate authority : certificates(file, pem)) {
        store.setCertificateEntry("authority-" + store.size(), authority);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      return trust.getTrustManagers();
    } catch (IOException impossible) {
      throw new IllegalStateException("an empty key store reads nothing", impossible);
    }
  }

  private static Collection<? extends Certificate> certificates(Path file, String pem)
      throws CertificateException {
    String remedy = "give the bundle that holds the authority's certificate, in PEM";
    Collection<? extends Certificate> found;
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    try {
      byte[] bytes = pem.getBytes(StandardCharsets.ISO_8859_1);
      found = factory.generateCertificates(new ByteArrayInputStream(bytes));
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
