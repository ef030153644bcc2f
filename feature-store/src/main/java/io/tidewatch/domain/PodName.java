package io.tidewatch.domain;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which workload a pod is of, told by its name as Kubernetes' controllers make it: a Deployment's
 * is {@code name-HASH-xxxxx} and a DaemonSet's or Job's {@code name-xxxxx}, both of the letters
 * that {@code apimachinery/pkg/util/rand} uses (no vowels, no 0, 1, 3), and a StatefulSet's {@code
 * name-0}.
 */
public final class PodName {
  private static final String SAFE = "[bcdfghjklmnpqrstvwxz2456789]";
  private static final Pattern DEPLOYMENT =
      Pattern.compile("(.+)-" + SAFE + "{6,10}-" + SAFE + "{5}");
  private static final Pattern STATEFUL_SET = Pattern.compile("(.+)-\\d{1,5}");
  private static final Pattern DAEMON_SET = Pattern.compile("(.+)-" + SAFE + "{5}");

  private PodName() {}

  /** The workload of a pod; empty if the name is none that a controller makes. */
  public static Optional<WorkloadId> workload(String namespace, String pod) {
    if (namespace.isBlank()) {
      return Optional.empty();
    }
    return of(DEPLOYMENT, WorkloadId.DEPLOYMENT, namespace, pod)
        .or(() -> of(STATEFUL_SET, "StatefulSet", namespace, pod))
        .or(() -> of(DAEMON_SET, "DaemonSet", namespace, pod));
  }

  private static Optional<WorkloadId> of(Pattern form, String kind, String namespace, String pod) {
    Matcher name = form.matcher(pod);
    return name.matches()
        ? Optional.of(new WorkloadId(namespace, kind, name.group(1)))
        : Optional.empty();
  }
}
