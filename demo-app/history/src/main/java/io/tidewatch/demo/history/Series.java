package io.tidewatch.demo.history;

/**
 * One series of a family.
 *
 * @param labels as OpenMetrics writes them between the braces
 */
public record Series(Family family, String labels) {
  /** The series of a whole workload. */
  static Series ofWorkload(Family family, String namespace, String name) {
    String key = family == Family.READY ? "deployment" : "workload";
    return new Series(family, label("namespace", namespace) + "," + label(key, name));
  }

  /** The series of the one container of a pod. */
  static Series ofPod(Family family, String namespace, String pod, String container) {
    return new Series(
        family,
        String.join(
            ",", label("namespace", namespace), label("pod", pod), label("container", container)));
  }

  /** Metric and labels, as they begin a line. */
  String head() {
    return family.metric() + "{" + labels + "} ";
  }

  private static String label(String name, String value) {
    return name + "=\"" + value + "\"";
  }
}
