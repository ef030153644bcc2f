package io.tidewatch.operator;

import io.tidewatch.source.Door;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whom the server lets in: the same options for every server of ours. */
final class DoorOptions {
  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "A file with the token that requests must carry; read anew every second.")
  private Optional<Path> tokenFile = Optional.empty();

  @Option(names = "--open-metrics", description = "/metrics needs no token.")
  private boolean openMetrics;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "The server's certificate with its chain (PEM); renewed files are taken over.")
  private Optional<Path> certificate = Optional.empty();

  @Option(names = "--tls-key", paramLabel = "FILE", description = "Its private key (PEM).")
  private Optional<Path> key = Optional.empty();

  @Option(
      names = "--tls-client-ca",
      paramLabel = "FILE",
      description = "Callers must show a certificate by one of these authorities (PEM).")
  private Optional<Path> clientAuthorities = Optional.empty();

  @Option(
      names = "--insecure",
      description = "Lets everybody in, also beyond this machine: something else keeps them away.")
  private boolean insecure;

  Door door(String host, int port) {
    return new Door(
            host, port, tokenFile, openMetrics, Door.tls(certificate, key, clientAuthorities))
        .guarded(insecure);
  }
}
