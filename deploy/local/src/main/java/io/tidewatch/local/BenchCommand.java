package io.tidewatch.local;

import io.tidewatch.domain.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * {@code ./tidewatch bench}: each measurement lives with what it measures; {@code bench live} is a
 * command of its own.
 */
@Command(name = "bench")
final class BenchCommand implements Callable<Integer> {
  private static final List<String> TOPICS = List.of("forecast", "autoscale", "serving", "live");

  private static final String SERVING_BENCH = "io.tidewatch.serving.bench.ServingBench";

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
    List<String> arguments = new ArrayList<>(List.of("bench"));
    arguments.addAll(words);
    arguments.add("--store=" + layout.home().resolve("bench"));
    return Foreground.run(Module.SPARK.start(layout, name, arguments));
  }
}
