package io.tidewatch.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The lab of this JVM's tests: started when first asked for, grown when more is asked for. */
final class TestLab implements AutoCloseable {
  private static final int CANNOT_RUN_HERE = 2;
  private static final Duration SHORT = Duration.ofMinutes(2);

  private final LabSettings settings;
  private final LabUsers users;
  private final Consumer<String> screen;
  private final Map<LabSize, LabStart> starts = new EnumMap<>(LabSize.class);

  TestLab(LabSettings settings, Consumer<String> screen) {
    this.settings = settings;
    this.screen = screen;
    users = new LabUsers(settings);
  }

  LabSettings settings() {
    return settings;
  }

  /** Sees to it that a lab of at least this size is up. */
  synchronized LabStart start(LabSize wanted) {
    for (Map.Entry<LabSize, LabStart> entry : starts.entrySet()) {
      if (entry.getKey().serves(wanted) && entry.getValue() instanceof LabStart.Up) {
        return entry.getValue();
      }
    }
    return starts.computeIfAbsent(wanted, this::up);
  }

  private LabStart up(LabSize size) {
    try {
      boolean wasUp = cluster(SHORT, "status").run("").ok();
      try {
        Command command = cluster(settings.startLimit(), "up", "--size", size.word());
        return outcome(command, command.runShowing(new ScreenProgress(screen)));
      } finally {
        // also after a failure: what it left is ours
        if (!wasUp && !settings.keep()) {
          users.weStartedIt();
        }
      }
    } catch (LabException failure) {
      return new LabStart.Failed(failure.getMessage());
    } catch (IOException failure) {
      return new LabStart.CannotRun("deploy/lab/cluster cannot be run: " + failure.getMessage());
    }
  }

  private static LabStart outcome(Command command, CommandOutput output) {
    if (output.ok()) {
      return new LabStart.Up();
    }
    if (output.exitCode() == CANNOT_RUN_HERE) {
      return new LabStart.CannotRun(Words.reason(output.err()));
    }
    return new LabStart.Failed(
        "%s ended with exit code %d; its last lines:%n%s"
            .formatted(
                String.join(" ", command.words()),
                output.exitCode(),
                Words.lastLines(output.err())));
  }

  /** A command of {@code deploy/lab/cluster} about this lab. */
  Command cluster(Duration limit, String... arguments) {
    List<String> words = new ArrayList<>();
    words.add(settings.cluster());
    words.addAll(List.of(arguments));
    return new Command(words, settings.environment(), settings.checkout(), limit);
  }

  /** Runs kubectl with this text as its input and gives back whatever came of it. */
  CommandOutput kubectl(String input, List<String> arguments) {
    List<String> words = new ArrayList<>(List.of("kubectl"));
    words.addAll(arguments);
    try {
      return cluster(SHORT, words.toArray(String[]::new)).run(input);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The size the lab has now, which may be more than any test asked for. */
  LabSize size() {
    try {
      String word = Files.readString(settings.state().resolve("size")).strip();
      for (LabSize size : LabSize.values()) {
        if (size.word().equals(word)) {
          return size;
        }
      }
      throw new LabException("the lab has an unknown size: " + word);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    try (users) {
      users.leave(settings.keep() ? () -> {} : this::takeDown);
    }
  }

  private void takeDown() {
    try {
      CommandOutput output = cluster(SHORT, "down").run("");
      if (!output.ok()) {
        throw new LabException("the test lab cannot be taken down: " + output.err());
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
