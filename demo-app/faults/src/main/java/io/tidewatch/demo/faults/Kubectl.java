package io.tidewatch.demo.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The program that speaks to the cluster: whatever way it knows in, we know too.
 *
 * @param program it and what it is always told: kubeconfig, namespace
 * @param environment what it finds in its environment besides
 */
record Kubectl(List<String> program, Map<String, String> environment, Path folder) {
  Kubectl {
    program = List.copyOf(program);
    environment = Map.copyOf(environment);
  }

  /** Runs it to its end with this text as its input. */
  KubectlAnswer run(String input, List<String> arguments) {
    try {
      Path folder = Files.createTempDirectory("fault");
      try {
        return run(folder, input, arguments);
      } finally {
        for (String name : List.of("in", "out", "err")) {
          Files.deleteIfExists(folder.resolve(name));
        }
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it with what it says going into a file. */
  Process start(Path output, List<String> arguments) throws IOException {
    return launch(
        new ProcessBuilder(words(arguments))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile()));
  }

  private KubectlAnswer run(Path folder, String input, List<String> arguments) throws IOException {
    Path in = Files.writeString(folder.resolve("in"), input);
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        launch(
            new ProcessBuilder(words(arguments))
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile()));
    try {
      int exitCode = process.waitFor();
      return new KubectlAnswer(exitCode, text(out), text(err));
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while kubectl worked", e);
    }
  }

  private Process launch(ProcessBuilder builder) {
    builder.environment().putAll(environment);
    try {
      return builder.directory(folder.toFile()).start();
    } catch (IOException e) {
      throw new UserError(
          "kubectl cannot be run",
          e.getMessage(),
          "install kubectl, or name it: --kubectl PATH or TIDEWATCH_KUBECTL");
    }
  }

  private List<String> words(List<String> arguments) {
    List<String> words = new ArrayList<>(program);
    words.addAll(arguments);
    return words;
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
