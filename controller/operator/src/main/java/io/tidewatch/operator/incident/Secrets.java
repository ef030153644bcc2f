package io.tidewatch.operator.incident;

import io.tidewatch.domain.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Secrets are read from files at the time of the call, because they are rotated. */
final class Secrets {
  private static final String HMAC = "HmacSHA256";

  private Secrets() {}

  static String read(Path file) {
    try {
      String text = Files.readString(file).strip();
      if (!text.isEmpty()) {
        return text;
      }
      throw unusable(file, "is empty", null);
    } catch (IOException unreadable) {
      throw unusable(file, "cannot be read", unreadable);
    }
  }

  static byte[] hmac(byte[] key, byte[] body) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(body);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JVM has " + HMAC, impossible);
    }
  }

  private static UserException unusable(Path file, String what, IOException origin) {
    return new UserException(
        "a secret is missing",
        "the file " + file + " " + what,
        "check the path, who may read it and what it holds",
        origin);
  }
}
