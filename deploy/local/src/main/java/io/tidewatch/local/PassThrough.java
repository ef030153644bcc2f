package io.tidewatch.local;

import io.tidewatch.processes.Supervisor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** A command that is given on, word by word, to the module that carries it out. */
@Command
final class PassThrough implements Callable<Integer> {
  private final Verb verb;
  private final Layout layout;
  private final Map<String, String> environment;

  @Unmatched private final List<String> words = new ArrayList<>();

  PassThrough(Verb verb, Layout layout, Map<String, String> environment) {
    this.verb = verb;
    this.layout = layout;
    this.environment = environment;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!verb.needsMlflow() || LocalMlflow.isNamed(environment)) {
      return Foreground.run(verb.module().start(layout, verb.word(), arguments()));
    }
    Path state = layout.home().resolve("run").resolve(verb.word());
    try (Supervisor children = Supervisor.open(state)) {
      LocalMlflow mlflow = LocalMlflow.in(layout.home().resolve("mlflow"));
      String url = mlflow.reachOrStart(children).toString();
      return Foreground.run(
          verb.module().start(layout, verb.word(), arguments()).with(LocalMlflow.VARIABLE, url));
    }
  }

  private List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    if (verb.isSubcommand()) {
      arguments.add(verb.word());
    }
    arguments.addAll(words);
    if (words.stream().noneMatch(word -> isOption(word, verb.stateOption()))) {
      arguments.add(verb.stateOption() + "=" + layout.home().resolve(verb.stateFolder()));
    }
    return arguments;
  }

  private static boolean isOption(String word, String option) {
    return word.equals(option) || word.startsWith(option + "=");
  }
}
