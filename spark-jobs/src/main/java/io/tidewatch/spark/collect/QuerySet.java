package io.tidewatch.spark.collect;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.LogSpec;
import io.tidewatch.domain.QuerySpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;

/** Names a catalogue's queries and step, so that progress on one set is never taken for another. */
final class QuerySet {
  private QuerySet() {}

  /** The same for two catalogues exactly when every query lands the same rows. */
  static String ofQueries(Catalogue catalogue) {
    StringBuilder text = new StringBuilder("step ").append(catalogue.timescale().step());
    catalogue.queries().stream()
        .sorted(Comparator.comparing(QuerySpec::name))
        .forEach(query -> text.append('\n').append(query));
    return sha256(text.toString()).substring(0, 16);
  }

  /** The same for two catalogues exactly when every log lands the same lines. */
  static String ofLogs(Catalogue catalogue) {
    StringBuilder text = new StringBuilder("step ").append(catalogue.timescale().step());
    catalogue.logs().stream()
        .sorted(Comparator.comparing(LogSpec::name))
        .forEach(log -> text.append('\n').append(log));
    return sha256(text.toString()).substring(0, 16);
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
