package io.tidewatch.serving.http;

import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** Names requests, so that an answer, a log line and what a caller has seen can be matched. */
final class RequestIds {
  static final String HEADER = "X-Request-Id";

  // What is echoed into headers and logs must not be able to say anything there.
  private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

  private final long process;
  private final AtomicLong count = new AtomicLong();

  /** Names that begin with what tells this process from others. */
  RequestIds(long process) {
    this.process = process;
  }

  /** The caller's own name of the request if it is sane, else a new one. */
  String of(String given) {
    if (given != null && SANE.matcher(given).matches()) {
      return given;
    }
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits((int) process) + "-" + hex.toHexDigits(count.incrementAndGet(), 8);
  }
}
