package io.tidewatch.demo.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** What became of a request, as its client saw it. */
public enum Kind {
  /** Answered with 2xx. */
  OK,
  /** Answered with 5xx. */
  HTTP_5XX,
  /** Answered with 4xx. */
  HTTP_4XX,
  /** No complete answer in time. */
  TIMEOUT,
  /** No connection: refused, unreachable, unknown name, or not made in time. */
  CONNECT,
  /** The connection broke before the answer was complete; also one that was idle when taken. */
  RESET,
  /** Anything else: redirects, answers that are not HTTP, no file descriptor left. */
  OTHER;

  /** As it is written in results. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Kind ofStatus(int status) {
    return switch (status / 100) {
      case 2 -> OK;
      case 4 -> HTTP_4XX;
      case 5 -> HTTP_5XX;
      default -> OTHER;
    };
  }

  static Kind ofFailure(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Kind kind = ofOne(cause);
      if (kind != OTHER) {
        return kind;
      }
    }
    return OTHER;
  }

  private static Kind ofOne(Throwable failure) {
    if (failure instanceof CompletionException) {
      return OTHER;
    }
    if (failure instanceof ConnectException
        || failure instanceof HttpConnectTimeoutException
        || failure instanceof NoRouteToHostException
        || failure instanceof UnresolvedAddressException) {
      return CONNECT;
    }
    if (failure instanceof HttpTimeoutException || failure instanceof TimeoutException) {
      return TIMEOUT;
    }
    return failure instanceof IOException && broken((IOException) failure) ? RESET : OTHER;
  }

  /** The JDK's client has no type for a broken connection, only these. */
  private static boolean broken(IOException failure) {
    if (failure instanceof EOFException || failure instanceof ClosedChannelException) {
      return true;
    }
    String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return text.contains("connection reset")
        || text.contains("broken pipe")
        || text.contains("received no bytes")
        || text.contains("eof reached")
        || text.contains("connection closed")
        || text.contains("closed");
  }
}
