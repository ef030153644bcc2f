package io.tidewatch.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A checkout whose {@code deploy/lab/cluster} answers as told, and notes what it was asked. */
final class TestingCluster {
  private static final String PROGRAM =
      """
      #!/bin/bash
      here=$(dirname "$0")
      printf '%s\\n' "$*" >>"$here/calls"
      [[ -f $here/answer-$1 ]] || { echo "not in the script: $*" >&2; exit 99; }
      . "$here/answer-$1"
      """;

  private final Path checkout;
  private final Path folder;

  TestingCluster(Path checkout) throws IOException {
    this.checkout = checkout;
    folder = Files.createDirectories(checkout.resolve("deploy/lab"));
    Path program = Files.writeString(folder.resolve("cluster"), PROGRAM);
    program.toFile().setExecutable(true);
    Files.createFile(folder.resolve("calls"));
  }

  /** A lab that starts and ends as the real one does, with its state folder. */
  static TestingCluster thatWorks(Path checkout) throws IOException {
    return new TestingCluster(checkout)
        .answers("status", "[[ -f $TIDEWATCH_HOME/lab/id ]]")
        .answers(
            "up",
            """
            mkdir -p "$TIDEWATCH_HOME/lab"
            [[ -f $TIDEWATCH_HOME/lab/id ]] || echo "$RANDOM$RANDOM" >"$TIDEWATCH_HOME/lab/id"
            echo "$3" >"$TIDEWATCH_HOME/lab/size"
            echo "up ($3)" >&2
            """)
        .answers("down", "rm -r \"$TIDEWATCH_HOME/lab\"");
  }

  TestingCluster answers(String command, String script) throws IOException {
    Files.writeString(folder.resolve("answer-" + command), script);
    return this;
  }

  List<String> calls() throws IOException {
    return Files.readAllLines(folder.resolve("calls"));
  }

  LabSettings settings(Map<String, String> environment) {
    LabSettings found = LabSettings.around(checkout, environment).orElseThrow();
    return new LabSettings(
        found.checkout(), found.environment(), found.keep(), Duration.ofMinutes(1));
  }
}
