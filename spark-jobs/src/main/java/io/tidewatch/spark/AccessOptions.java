package io.tidewatch.spark;

import io.tidewatch.source.ApiAccess;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import picocli.CommandLine.Option;

/** How Prometheus is called: the options of every verb that reads one. */
public final class AccessOptions {
  @Option(
      names = "--bearer-token-file",
      paramLabel = "FILE",
      description = "A file with the token to send; read anew for every call.")
  private Optional<Path> bearerTokenFile = Optional.empty();

  @Option(names = "--user", paramLabel = "NAME", description = "The user name to log in with.")
  private Optional<String> user = Optional.empty();

  @Option(names = "--password-file", paramLabel = "FILE", description = "Holds the password.")
  private Optional<Path> passwordFile = Optional.empty();

  @Option(
      names = "--header",
      paramLabel = "NAME=VALUE",
      description = "A further header of every call, such as a tenant.")
  private Map<String, String> headers = new HashMap<>();

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description = "The authorities (PEM) that may have signed the server's certificate.")
  private Optional<Path> caFile = Optional.empty();

  @Option(
      names = "--calls-at-once",
      paramLabel = "N",
      description = "The most calls under way to the server (default: 4).")
  private Optional<Integer> callsAtOnce = Optional.empty();

  /** For a client of ours. */
  public ApiAccess access() {
    return ApiAccess.of(
        bearerTokenFile,
        user,
        passwordFile,
        headers,
        caFile,
        callsAtOnce.orElse(ApiAccess.DEFAULT_CALLS_AT_ONCE));
  }

  /** As options of a source of Spark's. */
  public Map<String, String> source() {
    Map<String, String> source = new HashMap<>();
    bearerTokenFile.ifPresent(file -> source.put("bearerTokenFile", file.toString()));
    user.ifPresent(name -> source.put("user", name));
    passwordFile.ifPresent(file -> source.put("passwordFile", file.toString()));
    caFile.ifPresent(file -> source.put("caFile", file.toString()));
    callsAtOnce.ifPresent(most -> source.put("concurrency", most.toString()));
    headers.forEach((name, value) -> source.put("header." + name, value));
    return source;
  }

  /** As options of another verb, each with its value. */
  void forEach(BiConsumer<String, String> given) {
    bearerTokenFile.ifPresent(file -> given.accept("--bearer-token-file", file.toString()));
    user.ifPresent(name -> given.accept("--user", name));
    passwordFile.ifPresent(file -> given.accept("--password-file", file.toString()));
    caFile.ifPresent(file -> given.accept("--ca-file", file.toString()));
    callsAtOnce.ifPresent(most -> given.accept("--calls-at-once", most.toString()));
    headers.forEach((name, value) -> given.accept("--header", name + "=" + value));
  }
}
