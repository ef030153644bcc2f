package io.tidewatch.demo.faults;

import java.util.Locale;

/** Says in the user's words why the cluster did not do what was asked. */
record Refusal(String namespace, String about) {
  UserError explain(String said) {
    String words = said.strip();
    String small = words.toLowerCase(Locale.ROOT);
    if (small.contains("forbidden")) {
      return error(
          "not allowed to do this to " + about,
          words,
          "faults need get on pods and get, create, delete on pods/proxy; deploy, drain: patch on"
              + " deployments, nodes and create on pods/eviction");
    }
    if (small.contains("could not find the requested resource")) {
      return error(
          "the pod " + about + " takes no faults",
          "its port " + FaultEndpoint.PORT + " has no page /faults (404)",
          "set DEMO_FAULTS=enabled in its environment, or name a pod of the demo's backend");
    }
    if (small.contains("error trying to reach service") || small.contains("serviceunavailable")) {
      return error(
          "the pod " + about + " cannot be reached",
          words,
          "name a pod of the demo's backend that runs; its management port is "
              + FaultEndpoint.PORT);
    }
    if (small.contains("(notfound)")) {
      return error(
          "there is no " + about + " in namespace " + namespace,
          words,
          "check the name and --namespace");
    }
    if (noCluster(small)) {
      return error(
          "no cluster answers",
          lastLine(words),
          "start one (deploy/lab/cluster up) or name one: --kubeconfig FILE or KUBECONFIG");
    }
    return error("kubectl refuses what was asked of " + about, words, "see its words above");
  }

  private static boolean noCluster(String small) {
    return small.contains("connection refused")
        || small.contains("was refused")
        || small.contains("unable to connect")
        || small.contains("no such host")
        || small.contains("i/o timeout")
        || small.contains("deadline exceeded")
        || small.contains("there is no lab here")
        || small.contains("context was not found")
        || small.contains("no configuration has been provided");
  }

  private static String lastLine(String words) {
    return words.substring(words.lastIndexOf('\n') + 1);
  }

  private static UserError error(String problem, String cause, String remedy) {
    return new UserError(problem, cause.isEmpty() ? "kubectl does not say" : cause, remedy);
  }
}
