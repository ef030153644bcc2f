package io.tidewatch.source;

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
import java.util.function.Consumer;

/**
 * The token that requests must carry, out of a file that is read anew every second, because tokens
 * are rotated. While it cannot be read nobody is let in.
 */
public final class BearerToken {
  private static final Duration READ_EVERY = Duration.ofSeconds(1);
  private static final String SCHEME = "Bearer ";

  private final Path file;
  private final Clock clock;
  private final Consumer<String> warnings;
  private volatile Read last;

  /** What becomes of a request. */
  public enum Verdict {
    LET_IN("it carries the token"),
    REFUSED("send the header Authorization: Bearer TOKEN"),
    /** Nobody knows what to ask for. */
    UNREADABLE("the file of --token-file cannot be read or is empty: see the server's log");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    /** What it means to the caller. */
    public String words() {
      return words;
    }
  }

  /** What was read, when. */
  private record Read(Optional<byte[]> token, Instant at) {}

  /**
   * The token in a file.
   *
   * @param warnings told when it cannot be read any more
   * @throws UserException when there is none
   */
  BearerToken(Path file, Clock clock, Consumer<String> warnings) {
    this.file = file;
    this.clock = clock;
    this.warnings = warnings;
    this.last = new Read(token(), clock.instant());
    if (last.token().isEmpty()) {
      throw new UserException(
          "the token file " + file + " holds no token",
          "it cannot be read or is empty",
          "write a token of at least one letter into it, or leave --token-file out");
    }
  }

  /**
   * Whether a request is let in.
   *
   * @param authorization its header of that name, or null
   */
  public Verdict judge(String authorization) {
    Optional<byte[]> token = current();
    if (token.isEmpty()) {
      return Verdict.UNREADABLE;
    }
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Verdict.REFUSED;
    }
    byte[] given =
        authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
    // Takes as long whatever the first difference is.
    return MessageDigest.isEqual(given, token.get()) ? Verdict.LET_IN : Verdict.REFUSED;
  }

  private Optional<byte[]> current() {
    Read read = last;
    if (read.at().plus(READ_EVERY).isAfter(clock.instant())) {
      return read.token();
    }
    Optional<byte[]> fresh = token();
    if (fresh.isEmpty() && read.token().isPresent()) {
      warnings.accept("nobody is let in: " + file + " cannot be read or is empty");
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
