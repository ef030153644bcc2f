package io.tidewatch.local.benchlive;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a watch of pods has told: {@code TYPE NAME READY NODE} a line. Times are those at which the
 * lines came, because the API's own have no fractions of seconds.
 */
final class PodBook {
  private static final double NANOS = 1e9;

  private final Map<String, Pod> pods = new LinkedHashMap<>();

  private record Pod(
      long seen, OptionalLong becameReady, boolean ready, boolean gone, String node) {}

  synchronized void line(String line, long nanos) {
    String[] words = line.strip().split(" +");
    if (words.length < 2) {
      return;
    }
    boolean ready = words.length > 2 && words[2].equals("True");
    String node = words[words.length - 1];
    Pod before =
        pods.getOrDefault(words[1], new Pod(nanos, OptionalLong.empty(), false, false, node));
    OptionalLong became =
        before.becameReady().isEmpty() && ready ? OptionalLong.of(nanos) : before.becameReady();
    boolean gone = words[0].equals("DELETED");
    pods.put(words[1], new Pod(before.seen(), became, ready && !gone, gone, node));
  }

  synchronized int present() {
    return (int) pods.values().stream().filter(pod -> !pod.gone()).count();
  }

  /** The pods there are, oldest first. */
  synchronized List<String> names() {
    return pods.entrySet().stream()
        .filter(p -> !p.getValue().gone())
        .map(Map.Entry::getKey)
        .toList();
  }

  synchronized int ready() {
    return (int) pods.values().stream().filter(Pod::ready).count();
  }

  /** Pods there are on a node. */
  synchronized int on(String node) {
    return (int) pods.values().stream().filter(p -> !p.gone() && p.node().equals(node)).count();
  }

  /** Those that appeared since then and have become Ready, in order of appearance. */
  synchronized List<PodReady> startedSince(long nanos) {
    return pods.entrySet().stream()
        .filter(pod -> pod.getValue().seen() >= nanos)
        .filter(pod -> pod.getValue().becameReady().isPresent())
        .map(pod -> new PodReady(pod.getKey(), startUp(pod.getValue())))
        .toList();
  }

  private static double startUp(Pod pod) {
    return (pod.becameReady().orElseThrow() - pod.seen()) / NANOS;
  }
}
