package io.tidewatch.operator.crd;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.tidewatch.domain.UserException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How the API server is reached.
 *
 * @param kubeconfig a file; without one what kubectl would take, or the pod's own account
 * @param namespaces where PredictiveScalers are watched; everywhere when empty
 */
public record KubernetesAccess(Optional<Path> kubeconfig, List<String> namespaces) {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  public KubernetesAccess {
    Objects.requireNonNull(kubeconfig, "kubeconfig");
    namespaces = List.copyOf(namespaces);
  }

  /**
   * A client that tries once: what is asked again and again needs no repeats below.
   *
   * @throws UserException when the kubeconfig is not there
   */
  public KubernetesClient client() {
    return client(new Refusals());
  }

  /**
   * The same.
   *
   * @param refusals hear what the account may not
   * @throws UserException when the kubeconfig is not there
   */
  public KubernetesClient client(Refusals refusals) {
    Config config =
        new ConfigBuilder(
                kubeconfig.map(KubernetesAccess::read).orElseGet(() -> Config.autoConfigure(null)))
            .withRequestTimeout((int) TIMEOUT.toMillis())
            .withConnectionTimeout((int) TIMEOUT.toMillis())
            .withRequestRetryBackoffLimit(0)
            .withUserAgent("tidewatch")
            .build();
    elliptic(config.getClientKeyData()).ifPresent(config::setClientKeyAlgo);
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("refusals", refusals))
        .build();
  }

  private static Config read(Path file) {
    if (!Files.isReadable(file)) {
      throw new UserException(
          "cannot read the kubeconfig " + file,
          "there is no such readable file",
          "check --kubeconfig, or leave it out to take what kubectl would");
    }
    return Config.fromKubeconfig(file.toFile());
  }

  // fabric8 takes any key for RSA that does not say in its first line what it is.
  private static Optional<String> elliptic(String base64) {
    if (base64 == null) {
      return Optional.empty();
    }
    try {
      String pem = new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.US_ASCII);
      byte[] key = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
      KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key));
      return Optional.of("EC");
    } catch (GeneralSecurityException | IllegalArgumentException another) {
      return Optional.empty();
    }
  }
}
