package io.tidewatch.operator.crd;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What a request needs by RBAC, as a role spells it.
 *
 * @param resource with its subresource, such as {@code pods/eviction}
 * @param group empty for the core group
 * @param namespace empty for the whole cluster
 */
public record Right(String verb, String resource, String group, Optional<String> namespace) {
  public Right {
    Objects.requireNonNull(verb, "verb");
    Objects.requireNonNull(resource, "resource");
    Objects.requireNonNull(group, "group");
    Objects.requireNonNull(namespace, "namespace");
  }

  /** That of a request; empty if it is not about a resource. */
  static Optional<Right> of(String method, URI uri) {
    List<String> path = new ArrayList<>(List.of(uri.getPath().substring(1).split("/")));
    boolean core = path.get(0).equals("api");
    int above = core ? 2 : 3;
    if (!core && !path.get(0).equals("apis") || path.size() <= above) {
      return Optional.empty();
    }
    String group = core ? "" : path.get(1);
    List<String> rest = path.subList(above, path.size());
    Optional<String> namespace = Optional.empty();
    if (rest.get(0).equals("namespaces") && rest.size() > 2) {
      namespace = Optional.of(rest.get(1));
      rest = rest.subList(2, rest.size());
    }
    String resource = rest.size() > 2 ? rest.get(0) + "/" + rest.get(2) : rest.get(0);
    return Optional.of(new Right(verb(method, rest.size() > 1, uri), resource, group, namespace));
  }

  private static String verb(String method, boolean named, URI uri) {
    boolean watch = Optional.ofNullable(uri.getQuery()).orElse("").contains("watch=true");
    return switch (method) {
      case "POST" -> "create";
      case "PUT" -> "update";
      case "GET" -> named ? "get" : watch ? "watch" : "list";
      default -> method.toLowerCase(Locale.ROOT);
    };
  }

  /** For people. */
  @Override
  public String toString() {
    String of = group.isEmpty() ? resource : resource + " (" + group + ")";
    return verb + " " + of + namespace.map(name -> " in " + name).orElse("");
  }
}
