package io.tidewatch.demo.backend;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a server listens. */
public record HostAndPort(String host, int port) {
  private static final Pattern FORM = Pattern.compile("([A-Za-z0-9.-]+):([0-9]{1,5})");
  private static final int LARGEST_PORT = 65_535;

  /** Reads HOST:PORT. */
  public static Optional<HostAndPort> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int port = Integer.parseInt(matcher.group(2));
    return port < 1 || port > LARGEST_PORT
        ? Optional.empty()
        : Optional.of(new HostAndPort(matcher.group(1), port));
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
