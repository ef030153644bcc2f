package io.tidewatch.demo.backend.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Which path and method is answered by what; anything else is a problem document. */
public final class Routes {
  /** The label of every path that is no route. */
  public static final String OTHER = "other";

  private final Map<String, Map<String, Route>> paths = new LinkedHashMap<>();

  /** Adds one; returns itself. */
  public Routes add(String method, String path, Route route) {
    paths.computeIfAbsent(path, name -> new TreeMap<>()).put(method, route);
    return this;
  }

  /** The path if it is one of ours, else {@link #OTHER}. */
  public String label(String path) {
    return paths.containsKey(path) ? path : OTHER;
  }

  /** What answers; never empty. */
  public Route find(String method, String path) {
    Map<String, Route> methods = paths.get(path);
    if (methods == null) {
      return request -> Answer.problem(404, "there is no " + path);
    }
    Route route = methods.get(method);
    if (route == null) {
      String allowed = String.join(", ", methods.keySet());
      return request ->
          Answer.problem(405, path + " takes " + allowed + ", not " + method)
              .with("Allow", allowed);
    }
    return route;
  }
}
