package io.tidewatch.local;

import io.tidewatch.domain.UserException;
import io.tidewatch.local.report.Picture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * {@code ./tidewatch bench}: each measurement lives with what it measures; {@code bench live} is a
 * command of its own.
 */
@Command(name = "bench")
final class BenchCommand implements Callable<Integer> {
  private static final List<String> TOPICS =
      List.of(
          "forecast",
          "autoscale",
          "anomaly",
          "ingest",
          "features",
          "train",
          "serving",
          "controller",
          "live");

  private static final List<String> REACH = List.of("ingest", "features", "train");

  private static final String REACH_BENCH = "io.tidewatch.spark.bench.ReachBench";

  private static final String ANOMALY_BENCH = "io.tidewatch.spark.anomaly.bench.AnomalyBench";

  private static final String SERVING_BENCH = "io.tidewatch.serving.bench.ServingBench";

  private static final String CONTROLLER_BENCH = "io.tidewatch.operator.bench.ControllerBench";

  private static final String CRD = "deploy/crds/predictivescalers.tidewatch.io.yaml";

  private final Layout layout;

  @Unmatched private final List<String> words = new ArrayList<>();

  BenchCommand(Layout layout) {
    this.layout = layout;
  }

  @Override
  public Integer call() throws InterruptedException {
    String topic = words.isEmpty() ? "" : words.get(0);
    if (!TOPICS.contains(topic)) {
      throw new UserException(
          topic.isEmpty() ? "bench needs to know what" : "there is no bench '" + topic + "'",
          "it measures one of: " + String.join(", ", TOPICS),
          "for example ./tidewatch bench forecast --traces recordings/");
    }
    List<String> options = words.subList(1, words.size());
    String name = "bench-" + topic;
    if (topic.equals("serving")) {
      return Foreground.run(Module.SERVING_BENCH.start(layout, name, SERVING_BENCH, options));
    }
    if (topic.equals("controller")) {
      List<String> arguments = new ArrayList<>(options);
      arguments.add("--crd=" + layout.root().resolve(CRD));
      if (named(options, "--kubeconfig").isEmpty()) {
        arguments.add("--kubeconfig=" + layout.home().resolve("lab").resolve("kubeconfig"));
      }
      return Foreground.run(Module.CONTROLLER.start(layout, name, CONTROLLER_BENCH, arguments));
    }
    if (topic.equals("anomaly")) {
      return Foreground.run(Module.SPARK.start(layout, name, ANOMALY_BENCH, options));
    }
    if (REACH.contains(topic)) {
      return reach(name, topic, options);
    }
    List<String> arguments = new ArrayList<>(List.of("bench"));
    arguments.addAll(words);
    arguments.add("--store=" + layout.home().resolve("bench"));
    return Foreground.run(Module.SPARK.start(layout, name, arguments));
  }

  private int reach(String name, String topic, List<String> options) throws InterruptedException {
    Path folder = layout.home().resolve("bench").resolve(topic);
    List<String> arguments = new ArrayList<>(List.of(topic, "--work=" + folder));
    Optional<Path> plot = take(options, "--plot", arguments);
    Path json = named(arguments, "--json").orElse(folder.resolve("result.json"));
    if (named(arguments, "--json").isEmpty()) {
      arguments.add("--json=" + json);
    }
    int code = Foreground.run(Module.SPARK_BENCH.start(layout, name, REACH_BENCH, arguments));
    if (code == 0 && plot.isPresent()) {
      Picture.write(plot.get(), file -> ReachPlot.of(json).write(file))
          .ifPresentOrElse(System.err::println, () -> System.out.println("  " + plot.get()));
    }
    return code;
  }

  /** Moves all options but one; that one's value. */
  private static Optional<Path> take(List<String> options, String name, List<String> others) {
    Optional<Path> taken = named(options, name);
    for (int i = 0; i < options.size(); i++) {
      if (options.get(i).equals(name)) {
        i++;
      } else if (!options.get(i).startsWith(name + "=")) {
        others.add(options.get(i));
      }
    }
    return taken;
  }

  private static Optional<Path> named(List<String> words, String name) {
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).startsWith(name + "=")) {
        return Optional.of(Path.of(words.get(i).substring(name.length() + 1)));
      }
      if (words.get(i).equals(name) && i + 1 < words.size()) {
        return Optional.of(Path.of(words.get(i + 1)));
      }
    }
    return Optional.empty();
  }
}
