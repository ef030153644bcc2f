package io.tidewatch.operator;

import io.javalin.http.Context;
import io.tidewatch.source.BearerToken;
import io.tidewatch.source.BearerToken.Verdict;
import io.tidewatch.source.Door;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** Stands before every route and lets in whom the door lets in. */
record Guard(Door door, Optional<BearerToken> token) {
  private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

  /** Why a request is not answered. */
  record Refusal(int status, String title, String detail) {}

  /** What keeps a request out, if anything does. */
  Optional<Refusal> refusal(Context context) {
    if (door.isOpen(context.path())) {
      return Optional.empty();
    }
    if (door.asksForCertificate() && !showsCertificate(context)) {
      return Optional.of(
          new Refusal(401, "unauthorized", "show a certificate that the server can check"));
    }
    return token.map(it -> it.judge(context.header("Authorization"))).flatMap(Guard::refusal);
  }

  private static Optional<Refusal> refusal(Verdict verdict) {
    return switch (verdict) {
      case LET_IN -> Optional.empty();
      case REFUSED -> Optional.of(new Refusal(401, "unauthorized", verdict.words()));
      case UNREADABLE -> Optional.of(new Refusal(503, "no token to ask for", verdict.words()));
    };
  }

  private static boolean showsCertificate(Context context) {
    return context.req().getAttribute(CERTIFICATES) instanceof X509Certificate[] shown
        && shown.length > 0;
  }
}
