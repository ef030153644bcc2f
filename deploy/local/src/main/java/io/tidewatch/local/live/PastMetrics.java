package io.tidewatch.local.live;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * The days before a race as Prometheus would have scraped them from the same backend: one pod that
 * counts requests, whose they are, and how many pods were ready.
 *
 * <p>Requests are counted, not measured: each step has a Poisson number of them around its demand,
 * as those of the load generator have, so that a model learns on the noise that it will meet.
 *
 * @param namespace of the copy
 * @param demand requests/s of each step
 * @param end when the last step ends; a multiple of the step
 */
record PastMetrics(String namespace, double[] demand, Duration step, Instant end, long seed) {
  private static final String POD = "backend-0-past";
  private static final String SET = "backend-0";

  /** Scrapes a step: a rate over one step sees its first and its last count. */
  private static final int SCRAPES = 4;

  private static final double LARGE = 50;

  /** Writes them as an OpenMetrics file, series by series. */
  void write(Path file) {
    try {
      Files.createDirectories(file.getParent());
      try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
        requests(out);
        gauge(
            out,
            "kube_deployment_status_replicas_ready",
            "deployment=\"" + Side.WORKLOAD + "\"",
            true);
        gauge(
            out,
            "kube_pod_owner",
            "pod=\"" + POD + "\",owner_kind=\"ReplicaSet\",owner_name=\"" + SET + "\"",
            false);
        gauge(
            out,
            "kube_replicaset_owner",
            "replicaset=\""
                + SET
                + "\",owner_kind=\"Deployment\",owner_name=\""
                + Side.WORKLOAD
                + "\"",
            false);
        out.write("# EOF\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private void requests(BufferedWriter out) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    String head =
        "http_requests_total{namespace=\"%s\",pod=\"%s\",method=\"GET\",route=\"/api/data\",code=\"200\"} "
            .formatted(namespace, POD);
    out.write("# TYPE http_requests counter\n");
    long count = 0;
    line(out, head, 0, start(0), 0);
    for (int i = 0; i < demand.length; i++) {
      double mean = demand[i] * step.toSeconds() / SCRAPES;
      for (int scrape = 1; scrape <= SCRAPES; scrape++) {
        count += poisson(mean, random);
        line(out, head, count, start(i), step.toSeconds() * scrape / SCRAPES);
      }
    }
  }

  // The HPA's own count, since that is who scaled it until today.
  private void gauge(BufferedWriter out, String name, String labels, boolean pods)
      throws IOException {
    String head = "%s{namespace=\"%s\",%s} ".formatted(name, namespace, labels);
    out.write("# TYPE " + name + " gauge\n");
    for (int i = 0; i < demand.length; i++) {
      double asked = Math.ceil(demand[i] / (LivePlan.CAPACITY * LivePlan.TARGET));
      double ready = Math.min(LivePlan.MOST_PODS, Math.max(LivePlan.FEWEST_PODS, asked));
      line(out, head, pods ? (long) ready : 1, start(i), step.toSeconds());
    }
  }

  private static void line(BufferedWriter out, String head, long value, Instant at, long seconds)
      throws IOException {
    out.write(head + value + " " + (at.getEpochSecond() + seconds) + "\n");
  }

  private Instant start(int index) {
    return end.minus(step.multipliedBy(demand.length - index));
  }

  /** Knuth's product of uniforms; where that gets long, the normal law beside it. */
  static long poisson(double mean, SplittableRandom random) {
    if (mean > LARGE) {
      return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
    }
    double limit = Math.exp(-mean);
    long count = 0;
    for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
      count++;
    }
    return count;
  }
}
