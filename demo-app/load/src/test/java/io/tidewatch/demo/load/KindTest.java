package io.tidewatch.demo.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class KindTest {
  @Test
  void statuses_are_told_apart_by_their_class() {
    assertEquals(Kind.OK, Kind.ofStatus(204));
    assertEquals(Kind.OTHER, Kind.ofStatus(302));
    assertEquals(Kind.HTTP_4XX, Kind.ofStatus(429));
    assertEquals(Kind.HTTP_5XX, Kind.ofStatus(503));
  }

  @Test
  void failures_are_told_apart_by_where_they_happened() {
    assertEquals(Kind.CONNECT, kind(new ConnectException("Connection refused")));
    assertEquals(Kind.CONNECT, kind(new HttpConnectTimeoutException("HTTP connect timed out")));
    assertEquals(Kind.CONNECT, kind(new IOException(new UnresolvedAddressException())));
    assertEquals(Kind.TIMEOUT, kind(new HttpTimeoutException("request timed out")));
    assertEquals(Kind.TIMEOUT, kind(new TimeoutException()));
    assertEquals(Kind.RESET, kind(new SocketException("Connection reset")));
    assertEquals(Kind.RESET, kind(new IOException("Broken pipe")));
    assertEquals(Kind.RESET, kind(new IOException("header parser received no bytes")));
    assertEquals(Kind.RESET, kind(new IOException("Too many retries", new EOFException())));
    assertEquals(Kind.RESET, kind(new ClosedChannelException()));
    assertEquals(Kind.OTHER, kind(new SocketException("Too many open files")));
    assertEquals(Kind.OTHER, kind(new IllegalStateException("closed")));
  }

  private static Kind kind(Throwable failure) {
    return Kind.ofFailure(new CompletionException(failure));
  }
}
