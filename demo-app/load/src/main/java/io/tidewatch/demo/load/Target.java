package io.tidewatch.demo.load;

import io.tidewatch.demo.trace.UserError;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where requests go.
 *
 * @param name as it appears in the results
 * @param address scheme, host, port and path
 */
public record Target(String name, URI address) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final Set<String> SCHEMES = Set.of("http", "https");

  /** Reads {@code NAME=URL} and appends the path. */
  static Target parse(String text, String path) {
    int equals = text.indexOf('=');
    String name = equals < 0 ? "" : text.substring(0, equals);
    if (!NAME.matcher(name).matches()) {
      throw wrong(text, "it has no name of letters, digits, '.', '_' and '-' before a '='");
    }
    if (!path.startsWith("/")) {
      throw new UserError(
          "--path " + path + " is no path", "it does not begin with '/'", "write --path /" + path);
    }
    String url = text.substring(equals + 1).replaceAll("/+$", "");
    try {
      URI address = new URI(url + path);
      if (!SCHEMES.contains(String.valueOf(address.getScheme())) || address.getHost() == null) {
        throw wrong(text, "'" + url + "' is not http://host[:port] or https://host[:port]");
      }
      return new Target(name, address);
    } catch (URISyntaxException e) {
      throw wrong(text, e.getMessage());
    }
  }

  private static UserError wrong(String text, String cause) {
    return new UserError(
        "--target " + text + " cannot be read",
        cause,
        "for example --target hpa=http://10.96.0.7:8080");
  }
}
