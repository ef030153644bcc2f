package io.tidewatch.operator;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.tidewatch.domain.UserException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;

/** The way to the API server: a kubeconfig, or the account of the pod that this runs in. */
final class ClusterAccess {
  private static final String PEM_EDGES = "-----[A-Z ]+-----|\\s";

  private ClusterAccess() {}

  /**
   * Connects on first use.
   *
   * @param kubeconfig empty: {@code KUBECONFIG}, {@code ~/.kube/config} or the pod's account
   * @throws UserException when the file cannot be read
   */
  static KubernetesClient connect(Optional<Path> kubeconfig) {
    return connect(kubeconfig.map(ClusterAccess::read).orElseGet(() -> Config.autoConfigure(null)));
  }

  static KubernetesClient connect(Config config) {
    Optional.ofNullable(config.getClientKeyData())
        .filter(ClusterAccess::elliptic)
        .ifPresent(key -> config.setClientKeyAlgo("EC"));
    // The next pass comes in 15 seconds; a request that is repeated unseen is worse than one lost.
    config.setRequestRetryBackoffLimit(0);
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private static Config read(Path file) {
    if (!Files.isReadable(file)) {
      throw new UserException(
          "the kubeconfig " + file + " cannot be read",
          "there is no such file, or it may not be read",
          "name another with --kubeconfig");
    }
    return Config.fromKubeconfig(file.toFile());
  }

  // fabric8 takes a key for RSA unless its first line says otherwise, and PKCS#8 does not say.
  private static boolean elliptic(String base64) {
    try {
      String pem = new String(Base64.getMimeDecoder().decode(base64));
      byte[] key = Base64.getMimeDecoder().decode(pem.replaceAll(PEM_EDGES, ""));
      KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key));
      return true;
    } catch (GeneralSecurityException | IllegalArgumentException other) {
      return false;
    }
  }
}
