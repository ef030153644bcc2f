package io.tidewatch.source;

import io.tidewatch.domain.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * A catalogue that a controller serves, with the last good copy of it on disk: whoever reads
 * catalogues goes on with that when the controller is gone, or serves what cannot be read.
 */
public final class RemoteCatalogue {
  private static final int LARGEST = 16 << 20;

  /**
   * What came of asking.
   *
   * @param copy the file to read, always a valid catalogue
   * @param changed whether it differs from the copy before
   * @param warning why the copy may be old, and how old it is
   */
  public record Fetched(Path copy, boolean changed, Optional<String> warning) {}

  /** A document with its version; empty when the one we know is still the newest. */
  private record Document(Optional<String> text, Optional<String> etag) {}

  private final CatalogueServer server;
  private final RetryPolicy retries;
  private final Path copy;
  private final Path etag;
  private final Clock clock;

  /**
   * A catalogue at an address.
   *
   * @param copies the folder of last good copies, one file per address
   */
  public RemoteCatalogue(
      String url, ApiAccess access, RetryPolicy retries, Path copies, Clock clock) {
    this.server = CatalogueServer.parse(url, access);
    this.retries = retries;
    String name = sha256(server.url().toString()).substring(0, 16);
    this.copy = copies.resolve(name + ".yaml");
    this.etag = copies.resolve(name + ".etag");
    this.clock = clock;
  }

  /**
   * Asks for the newest document and keeps it.
   *
   * @throws UserException when it cannot be had and there is no copy
   */
  public Fetched fetch() {
    try {
      Document document = ask();
      if (document.text().isEmpty()) {
        touch();
        return new Fetched(copy, false, Optional.empty());
      }
      String text = document.text().get();
      CatalogueFile.parse(text, server.url().toString());
      boolean changed = !Files.exists(copy) || !Files.readString(copy).equals(text);
      keep(text, document.etag());
      return new Fetched(copy, changed, Optional.empty());
    } catch (UserException refused) {
      return lastGood(refused);
    } catch (IOException unwritable) {
      throw new UserException(
          "the catalogue of " + server.url() + " cannot be kept",
          copy + ": " + unwritable.getMessage(),
          "let " + copy.getParent() + " be a folder that this user may write to",
          unwritable);
    }
  }

  private Document ask() throws IOException {
    ApiAccess access = server.access();
    if (Files.exists(copy) && Files.exists(etag)) {
      access = access.withHeader("If-None-Match", Files.readString(etag));
    }
    try {
      CatalogueServer asked = new CatalogueServer(server.url(), access);
      return new ApiCaller(asked, retries)
          .get(server.url(), Map.of(), response -> read(asked, response));
    } catch (QueryFailure impossible) {
      throw new IllegalStateException("no query was asked", impossible);
    }
  }

  private static Document read(CatalogueServer asked, HttpResponse<InputStream> response)
      throws TransientFailure {
    if (response.statusCode() == 304) {
      return new Document(Optional.empty(), Optional.empty());
    }
    ApiResponse answer = new ApiResponse(asked, response);
    answer.requireLogin();
    if (response.statusCode() != 200) {
      answer.requireNoRedirect();
      throw answer.failed("status " + response.statusCode());
    }
    try {
      byte[] bytes = response.body().readNBytes(LARGEST);
      return new Document(
          Optional.of(new String(bytes, StandardCharsets.UTF_8)),
          response.headers().firstValue("ETag"));
    } catch (IOException torn) {
      throw new TransientFailure("its answer broke off", Optional.empty(), torn);
    }
  }

  private Fetched lastGood(UserException refused) {
    if (!Files.exists(copy)) {
      throw refused;
    }
    try {
      Instant confirmed = Files.getLastModifiedTime(copy).toInstant();
      Duration age = Duration.between(confirmed, clock.instant());
      String warning =
          "%s (%s); going on with the last good copy, %d minutes old"
              .formatted(refused.problem(), refused.reason(), Math.max(0, age.toMinutes()));
      return new Fetched(copy, false, Optional.of(warning));
    } catch (IOException gone) {
      throw refused;
    }
  }

  // First the document: with an older version beside it, the next answer only repeats it.
  private void keep(String text, Optional<String> version) throws IOException {
    Files.createDirectories(copy.getParent());
    Files.deleteIfExists(etag);
    replace(copy, text);
    if (version.isPresent()) {
      replace(etag, version.get());
    }
    touch();
  }

  private void touch() throws IOException {
    Files.setLastModifiedTime(copy, FileTime.from(clock.instant()));
  }

  private static void replace(Path file, String text) throws IOException {
    Path whole = Files.createTempFile(file.getParent(), "catalogue", ".part");
    Files.writeString(whole, text);
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
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
