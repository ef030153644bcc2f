package io.tidewatch.serving.http;

import io.tidewatch.source.BearerToken;
import io.tidewatch.source.Door;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Stands before every route: names each request, lets in who has the token, and refuses at once
 * what is too much, so that what has been taken on is answered in time.
 */
final class Gate extends Handler.Wrapper {
  private static final Set<String> AT_ANY_TIME = Set.of("/healthz", "/readyz", "/metrics");
  private static final int RETRY_SECONDS = 1;

  private final RequestIds ids;
  private final Door door;
  private final Optional<BearerToken> token;
  private final Semaphore room;

  Gate(RequestIds ids, Door door, Optional<BearerToken> token, int inFlight) {
    this.ids = ids;
    this.door = door;
    this.token = token;
    this.room = new Semaphore(inFlight);
  }

  /** The name of a request that has passed, or that was refused here. */
  static String id(Request request) {
    return String.valueOf(request.getAttribute(RequestIds.HEADER));
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String id = ids.of(request.getHeaders().get(RequestIds.HEADER));
    request.setAttribute(RequestIds.HEADER, id);
    response.getHeaders().put(RequestIds.HEADER, id);
    String path = Request.getPathInContext(request);
    Optional<Problem> refused = refusal(request, path);
    if (refused.isPresent()) {
      return refuse(request, response, callback, refused.get());
    }
    if (AT_ANY_TIME.contains(path)) {
      return super.handle(request, response, callback);
    }
    if (!room.tryAcquire()) {
      return refuse(
          request, response, callback, busy("as many requests as it takes are under way"));
    }
    return within(request, response, callback);
  }

  private boolean within(Request request, Response response, Callback callback) throws Exception {
    boolean handled = false;
    try {
      handled = super.handle(request, response, Callback.from(callback, (Runnable) room::release));
      return handled;
    } finally {
      // Who does not handle a request never completes its callback.
      if (!handled) {
        room.release();
      }
    }
  }

  /** What is refused because of what else is under way. */
  static Problem busy(String why) {
    return Problem.of(
        Problem.Kind.TOO_BUSY,
        why + ": ask again later",
        Map.of(Problem.RETRY_AFTER, RETRY_SECONDS));
  }

  private Optional<Problem> refusal(Request request, String path) {
    if (door.isOpen(path)) {
      return Optional.empty();
    }
    if (door.asksForCertificate() && !showsCertificate(request)) {
      return Optional.of(
          Problem.of(Problem.Kind.UNAUTHORIZED, "show a certificate that the server can check"));
    }
    return token
        .map(it -> it.judge(request.getHeaders().get(HttpHeader.AUTHORIZATION)))
        .flatMap(Gate::refusal);
  }

  private static Optional<Problem> refusal(BearerToken.Verdict verdict) {
    return switch (verdict) {
      case LET_IN -> Optional.empty();
      case REFUSED -> Optional.of(Problem.of(Problem.Kind.UNAUTHORIZED, verdict.words()));
      case UNREADABLE -> Optional.of(Problem.of(Problem.Kind.TOKEN_UNREADABLE, verdict.words()));
    };
  }

  private static boolean showsCertificate(Request request) {
    return request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE)
            instanceof EndPoint.SslSessionData session
        && session.peerCertificates() != null
        && session.peerCertificates().length > 0;
  }

  private static boolean refuse(
      Request request, Response response, Callback callback, Problem problem) {
    response.setStatus(problem.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    if (problem.status() == 401) {
      response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
    }
    problem.retryAfter().ifPresent(it -> response.getHeaders().put(HttpHeader.RETRY_AFTER, it));
    ByteBuffer body = ByteBuffer.wrap(problem.toJson(Request.getPathInContext(request)));
    response.write(true, body, callback);
    return true;
  }
}
