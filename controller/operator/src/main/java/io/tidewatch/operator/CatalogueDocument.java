package io.tidewatch.operator;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.source.CatalogueFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The catalogue that this controller decides by, as it was written.
 *
 * @param etag names this very text
 */
record CatalogueDocument(Catalogue catalogue, String text, String etag) {
  static CatalogueDocument read(Path file) {
    Catalogue catalogue = CatalogueFile.read(file);
    try {
      return of(catalogue, Files.readString(file));
    } catch (IOException gone) {
      throw new UncheckedIOException("the catalogue is gone since it was read", gone);
    }
  }

  /** A catalogue and its text. */
  static CatalogueDocument of(Catalogue catalogue, String text) {
    return new CatalogueDocument(catalogue, text, '"' + sha256(text).substring(0, 32) + '"');
  }

  /** Whether a header {@code If-None-Match} names this text. */
  boolean isOneOf(String known) {
    return known.strip().equals("*")
        || Arrays.stream(known.split(","))
            .map(one -> one.strip().replaceFirst("^W/", ""))
            .anyMatch(etag::equals);
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
