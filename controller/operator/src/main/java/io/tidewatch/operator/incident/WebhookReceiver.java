package io.tidewatch.operator.incident;

import io.tidewatch.domain.UserException;
import io.tidewatch.source.ApiAccess;
import io.tidewatch.source.ApiPost;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Any HTTP server that takes our document.
 *
 * @param signatureKey a file whose content signs each document
 */
record WebhookReceiver(
    Addressee addressee,
    WebhookAddress address,
    ApiAccess access,
    Optional<Path> signatureKey,
    WebhookDocument documents)
    implements Receiver {
  static final String SIGNATURE = "X-Tidewatch-Signature";

  @Override
  public ApiPost.Answer deliver(List<Episode> episodes, Instant now) {
    byte[] body = documents.of(episodes, now).toString().getBytes(StandardCharsets.UTF_8);
    try {
      URI url = address.url();
      return new ApiPost(addressee.name(), access).send(url, signature(body), body);
    } catch (UserException unreadable) {
      return ApiPost.Answer.later(unreadable.problem() + ": " + unreadable.reason());
    }
  }

  private Map<String, String> signature(byte[] body) {
    return signatureKey
        .map(file -> Secrets.read(file).getBytes(StandardCharsets.UTF_8))
        .map(key -> Map.of(SIGNATURE, "sha256=" + hex(key, body)))
        .orElse(Map.of());
  }

  private static String hex(byte[] key, byte[] body) {
    return HexFormat.of().formatHex(Secrets.hmac(key, body));
  }
}
