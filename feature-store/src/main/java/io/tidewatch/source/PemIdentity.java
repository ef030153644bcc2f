package io.tidewatch.source;

import io.tidewatch.domain.UserException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** A certificate with its chain and its private key, out of the two PEM files that hold them. */
record PemIdentity(Certificate[] chain, PrivateKey key) {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----([^-]+)-----END \\1-----");
  private static final String WRAPPED = "PRIVATE KEY";
  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");
  private static final char[] NO_PASSWORD = new char[0];

  /**
   * Reads both.
   *
   * @throws UserException when one is not what it should be, or they do not belong together
   */
  static PemIdentity of(KeyFiles files, String certificates, String key) {
    Certificate[] chain = chain(files.certificate(), certificates);
    PublicKey owner = chain[0].getPublicKey();
    PrivateKey secret = key(files, key, owner);
    requirePair(files, secret, owner);
    return new PemIdentity(chain, secret);
  }

  /** What shows it in a connection. */
  KeyManager[] managers() throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("ours", key, NO_PASSWORD, chain);
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, NO_PASSWORD);
      return factory.getKeyManagers();
    } catch (IOException impossible) {
      throw new IllegalStateException("an empty key store reads nothing", impossible);
    }
  }

  private static Certificate[] chain(Path file, String pem) {
    String remedy = "give the certificate and those between it and its authority, in PEM";
    try {
      Certificate[] chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)))
              .toArray(Certificate[]::new);
      if (chain.length == 0) {
        throw unusable("certificate " + file, "it holds no certificate", remedy, null);
      }
      return chain;
    } catch (CertificateException malformed) {
      throw unusable("certificate " + file, "it is no PEM of certificates", remedy, malformed);
    }
  }

  private static PrivateKey key(KeyFiles files, String pem, PublicKey owner) {
    String name = "private key " + files.key();
    if (pem.contains("ENCRYPTED")) {
      String remedy = "decrypt it, for example with: openssl pkey -in FILE -out PLAIN";
      throw unusable(name, "it is encrypted, and nobody is there to type a password", remedy, null);
    }
    Matcher found = KEY.matcher(pem);
    if (!found.find()) {
      String remedy = "give the file with the line -----BEGIN PRIVATE KEY-----";
      throw unusable(name, "it holds no private key in PEM", remedy, null);
    }
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(found.group(2));
      byte[] whole = found.group(1).equals(WRAPPED) ? bytes : wrapped(bytes, owner);
      return KeyFactory.getInstance(owner.getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(whole));
    } catch (IllegalArgumentException malformed) {
      throw unusable(name, "its Base64 is damaged", "copy it again as a whole", malformed);
    } catch (GeneralSecurityException foreign) {
      throw strangers(files, foreign);
    }
  }

  private static void requirePair(KeyFiles files, PrivateKey key, PublicKey owner) {
    String algorithm = SIGNATURES.getOrDefault(owner.getAlgorithm(), owner.getAlgorithm());
    byte[] said = "is this yours?".getBytes(StandardCharsets.US_ASCII);
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(said);
      byte[] signed = signature.sign();
      signature.initVerify(owner);
      signature.update(said);
      if (!signature.verify(signed)) {
        throw strangers(files, null);
      }
    } catch (GeneralSecurityException foreign) {
      throw strangers(files, foreign);
    }
  }

  // PKCS#1 and SEC1, which cert-manager writes unless told otherwise, are what PKCS#8 wraps: {0,
  // algorithm, key}. The algorithm, with the curve, is the first field of the public key.
  private static byte[] wrapped(byte[] key, PublicKey owner) {
    byte[] known = owner.getEncoded();
    int start = header(known, 0);
    int end = header(known, start) + length(known, start);
    byte[] algorithm = Arrays.copyOfRange(known, start, end);
    byte[] version = {2, 1, 0};
    return field(0x30, version, algorithm, field(0x04, key));
  }

  /** Where the content of a DER field begins that begins at {@code at}. */
  private static int header(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
  }

  private static int length(byte[] der, int at) {
    int length = der[at + 1] & 0xff;
    if (length < 0x80) {
      return length;
    }
    int whole = 0;
    for (int i = at + 2; i < header(der, at); i++) {
      whole = whole << 8 | der[i] & 0xff;
    }
    return whole;
  }

  private static byte[] field(int tag, byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    ByteArrayOutputStream field = new ByteArrayOutputStream();
    field.write(tag);
    if (length >= 0x80) {
      field.write(0x82);
      field.write(length >> 8);
    }
    field.write(length);
    for (byte[] part : parts) {
      field.writeBytes(part);
    }
    return field.toByteArray();
  }

  private static UserException strangers(KeyFiles files, Exception origin) {
    return unusable(
        "private key " + files.key(),
        "it is not that of the first certificate in " + files.certificate(),
        "give the two files of one certificate, its own certificate first",
        origin);
  }

  private static UserException unusable(
      String what, String cause, String remedy, Exception origin) {
    return new UserException("the " + what + " is of no use", cause, remedy, origin);
  }
}
