package io.tidewatch.operator;

import io.tidewatch.source.ApiAccess;
import io.tidewatch.source.KeyFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How serving is called. */
final class ServingOptions {
  @Option(
      names = "--serving-bearer-token-file",
      paramLabel = "FILE",
      description = "A file with the token for serving; read anew for every call.")
  private Optional<Path> token = Optional.empty();

  @Option(
      names = "--serving-ca-file",
      paramLabel = "FILE",
      description = "The authorities (PEM) that may have signed serving's certificate.")
  private Optional<Path> authorities = Optional.empty();

  @Option(
      names = "--serving-cert-file",
      paramLabel = "FILE",
      description = "Our own certificate (PEM), if serving asks for one; read anew.")
  private Optional<Path> certificate = Optional.empty();

  @Option(names = "--serving-key-file", paramLabel = "FILE", description = "Its private key (PEM).")
  private Optional<Path> key = Optional.empty();

  ApiAccess access() {
    ApiAccess access =
        ApiAccess.of(
            token,
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            authorities,
            ApiAccess.DEFAULT_CALLS_AT_ONCE);
    return KeyFiles.of(certificate, key, "--serving-cert-file and --serving-key-file")
        .map(access::withIdentity)
        .orElse(access);
  }
}
