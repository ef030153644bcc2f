package io.tidewatch.demo.load;

import io.tidewatch.demo.trace.UserError;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Keeps the load inside: a mistyped address must not make this an attack on somebody. */
final class PrivateOnly {
  private PrivateOnly() {}

  /** Refuses a target any of whose addresses the whole internet can reach. */
  static void check(Target target) {
    String host = target.address().getHost();
    for (InetAddress address : resolve(target, host)) {
      if (!isPrivate(address)) {
        throw new UserError(
            "target " + target.name() + " is refused",
            "it means " + address.getHostAddress() + ", which is not a private address",
            "drive only a system of your own; if this is one, say --allow-public");
      }
    }
  }

  /** Loopback, link-local, RFC 1918 and RFC 4193 addresses. */
  static boolean isPrivate(InetAddress address) {
    boolean uniqueLocal =
        address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
    return uniqueLocal
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress();
  }

  private static InetAddress[] resolve(Target target, String host) {
    try {
      return InetAddress.getAllByName(host.replaceAll("[\\[\\]]", ""));
    } catch (UnknownHostException e) {
      throw new UserError(
          "target " + target.name() + " cannot be found",
          "the name " + host + " is unknown here",
          "check the URL; a Service's address is shown by kubectl get service");
    }
  }
}
