package io.tidewatch.source;

import io.tidewatch.domain.UserException;
import java.net.URI;

/** What calls of any server's HTTP API have in common: where it is and how to be let in. */
interface ApiServer {
  /** The name of what runs there, for messages. */
  String product();

  URI url();

  /** A call that any such server answers, for messages. */
  URI probe();

  ApiAccess access();

  /** The address without the slashes at its end. */
  default String base() {
    return url().toString().replaceAll("/+$", "");
  }

  /** Refuses files of TLS for an address that is asked without: it looks safer than it is. */
  static void requireTls(URI url, ApiAccess access) {
    if (!access.tls().equals(TlsFiles.OF_THE_MACHINE) && !"https".equals(url.getScheme())) {
      String what = access.caFile().isPresent() ? "a file of authorities" : "a certificate of ours";
      throw new UserException(
          what + " is given for " + url,
          "that address is asked without TLS",
          "write the address with https://, or leave the file out");
    }
  }

  /** Reads an address as a user types it. */
  static URI parse(String product, String url, String example) {
    try {
      return URI.create(url.strip());
    } catch (IllegalArgumentException malformed) {
      throw notAnAddress(product, url, malformed.getMessage(), example);
    }
  }

  /** Refuses what is no address of an HTTP API, without repeating a login that it may hold. */
  static void requireAddress(String product, URI url, String example) {
    boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!http || url.getHost() == null) {
      String cause = "it does not begin with http:// or https:// and a host";
      throw notAnAddress(product, url.toString(), cause, example);
    }
    if (url.getRawQuery() != null || url.getRawFragment() != null) {
      throw notAnAddress(product, url.toString(), "it has a query or a fragment", example);
    }
    if (url.getRawUserInfo() != null) {
      String cause =
          "it holds a login, which would show in logs; give user and password file apart";
      String shown = url.toString().replace(url.getRawUserInfo() + "@", "");
      throw notAnAddress(product, shown, cause, example);
    }
  }

  private static UserException notAnAddress(
      String product, String url, String cause, String example) {
    return new UserException(
        "\"" + url + "\" is not the address of a " + product + " API",
        cause,
        "write for example " + example + " (with the path prefix, if any)");
  }
}
