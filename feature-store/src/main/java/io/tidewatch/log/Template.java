package io.tidewatch.log;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A kind of message of one workload.
 *
 * @param id the first 16 hexadecimal digits of the SHA-256 of its canonical text, so that it is the
 *     same on every machine and after every restart
 * @param firstSeen nanoseconds since the epoch
 */
public record Template(String id, TokenPattern pattern, long firstSeen) {
  private static final String OVERFLOW = "<overflow>";

  public Template {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(pattern, "pattern");
  }

  /** The template of a pattern. */
  public static Template of(TokenPattern pattern, long firstSeen) {
    return new Template(hash(pattern.text()), pattern, firstSeen);
  }

  /** Stands for everything beyond the most templates of a workload. */
  public static Template overflow(long firstSeen) {
    return new Template("overflow", TokenPattern.parse(OVERFLOW), firstSeen);
  }

  /** Whether it stands for what has no template of its own. */
  public boolean isOverflow() {
    return id.equals("overflow");
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
