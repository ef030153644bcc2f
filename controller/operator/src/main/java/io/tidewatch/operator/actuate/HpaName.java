package io.tidewatch.operator.actuate;

import java.util.Comparator;
import java.util.Objects;

/** Where an HPA is. */
public record HpaName(String namespace, String name) {
  static final Comparator<HpaName> ORDER =
      Comparator.comparing(HpaName::namespace).thenComparing(HpaName::name);

  public HpaName {
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(name, "name");
  }

  String path() {
    return "/apis/autoscaling/v2/namespaces/%s/horizontalpodautoscalers/%s"
        .formatted(namespace, name);
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
