package io.tidewatch.serving.http;

import java.nio.ByteBuffer;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what Jetty refuses before any route sees it with a problem document too. */
final class MalformedRequests extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Problem problem = problem(response.getStatus());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    response.write(true, ByteBuffer.wrap(problem.toJson("/")), callback);
    return true;
  }

  private static Problem problem(int status) {
    if (status == HttpStatus.SERVICE_UNAVAILABLE_503) {
      return Problem.of(Problem.Kind.STOPPING, "ask another replica, or again in a moment");
    }
    Problem.Kind kind = status >= 500 ? Problem.Kind.INTERNAL : Problem.Kind.BAD_REQUEST;
    String detail = "the request line or a header is malformed or too long";
    return new Problem(kind.code(), status, kind.title(), detail, Map.of());
  }
}
