package io.tidewatch.operator.actuate;

import java.util.Objects;

/** One pod and no other of the same name. */
public record PodName(String namespace, String name, String uid) {
  public PodName {
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(uid, "uid");
  }

  String path() {
    return "/api/v1/namespaces/%s/pods/%s".formatted(namespace, name);
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
