package io.tidewatch.serving.http;

import io.tidewatch.domain.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token that requests must carry, out of a file that is read anew every second, because tokens
 * are rotated. While it cannot be read nobody is let in.
 */
final class BearerToken {
  private static final Logger LOG = LoggerFactory.getLogger(BearerToken.class);
  private static final Duration READ_EVERY = Duration.ofSeconds(1);
  private static final String SCHEME = "Bearer ";

  private final Path file;
  private final Clock clock;
  private volatile Read last;

  /** What was read, when. */
  private record Read(Optional<byte[]> token, Instant at) {}

  /**
   * The token in a file.
   *
   * @throws UserException when there is none
   */
  BearerToken(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
    this.last = new Read(token(), clock.instant());
    if (last.token().isEmpty()) {
      throw new UserException(
          "the token file " + file + " holds no token",
          "it cannot be read or is empty",
          "write a token of at least one letter into it, or leave --token-file out");
    }
  }

  /** What keeps a request with this header {@code Authorization} out, if anything does. */
  Optional<Problem> refusal(String authorization) {
    Optional<byte[]> token = current();
    if (token.isEmpty()) {
      return Optional.of(
          Problem.of(
              Problem.Kind.TOKEN_UNREADABLE,
              "the file of --token-file cannot be read or is empty: see the server's log"));
    }
    if (authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      byte[] given =
          authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
      // Takes as long whatever the first difference is.
      if (MessageDigest.isEqual(given, token.get())) {
        return Optional.empty();
      }
    }
    return Optional.of(
        Problem.of(Problem.Kind.UNAUTHORIZED, "send the header Authorization: Bearer TOKEN"));
  }

  private Optional<byte[]> current() {
    Read read = last;
    if (read.at().plus(READ_EVERY).isAfter(clock.instant())) {
      return read.token();
    }
    Optional<byte[]> fresh = token();
    if (fresh.isEmpty() && read.token().isPresent()) {
      LOG.warn("nobody is let in: {} cannot be read or is empty", file);
    }
    last = new Read(fresh, clock.instant());
    return fresh;
  }

  private Optional<byte[]> token() {
    try {
      String text = Files.readString(file).strip();
      return Optional.of(text.getBytes(StandardCharsets.UTF_8)).filter(bytes -> bytes.length > 0);
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }
}
