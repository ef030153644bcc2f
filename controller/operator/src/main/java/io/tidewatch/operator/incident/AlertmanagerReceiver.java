package io.tidewatch.operator.incident;

import io.tidewatch.source.ApiAccess;
import io.tidewatch.source.ApiPost;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Alertmanager, which routes on to whoever is on call. */
record AlertmanagerReceiver(Addressee addressee, URI url, ApiAccess access, Alerts alerts)
    implements Receiver {
  @Override
  public ApiPost.Answer deliver(List<Episode> episodes, Instant now) {
    byte[] body = alerts.of(episodes, now).toString().getBytes(StandardCharsets.UTF_8);
    URI api = URI.create(url.toString().replaceAll("/+$", "") + "/api/v2/alerts");
    return new ApiPost(addressee.name(), access).send(api, Map.of(), body);
  }
}
