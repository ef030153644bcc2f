package io.tidewatch.local;

import io.tidewatch.source.ApiAccess;
import io.tidewatch.source.PrometheusEndpoint;
import java.util.ArrayList;
import java.util.List;

/** A Prometheus and how it is called, as words for any program of ours that reads one. */
public final class ServerWords {
  private ServerWords() {}

  /** Its address and what else is not the default. */
  public static List<String> of(PrometheusEndpoint server) {
    ApiAccess access = server.access();
    List<String> words = new ArrayList<>();
    words.add("--prometheus=" + server.url());
    access.bearerTokenFile().ifPresent(file -> words.add("--bearer-token-file=" + file));
    access
        .basic()
        .ifPresent(
            login -> {
              words.add("--user=" + login.user());
              words.add("--password-file=" + login.passwordFile());
            });
    access.headers().forEach((name, value) -> words.add("--header=" + name + "=" + value));
    access.caFile().ifPresent(file -> words.add("--ca-file=" + file));
    if (access.callsAtOnce() != ApiAccess.DEFAULT_CALLS_AT_ONCE) {
      words.add("--calls-at-once=" + access.callsAtOnce());
    }
    return words;
  }
}
