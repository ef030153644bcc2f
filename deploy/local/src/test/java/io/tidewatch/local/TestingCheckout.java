package io.tidewatch.local;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A small checkout with the real launcher, and a machine that has only the programs put on it: the
 * PATH leads to a shell's usual tools and to programs of our own, to nothing else.
 */
final class TestingCheckout {
  private static final Path REPOSITORY = Path.of("..", "..").toAbsolutePath().normalize();
  private static final List<String> TOOLS =
      List.of(
          "bash",
          "env",
          "dirname",
          "readlink",
          "sed",
          "head",
          "tail",
          "grep",
          "find",
          "touch",
          "mkdir",
          "mktemp",
          "rm",
          "mv",
          "cat",
          "tee",
          "awk",
          "sleep",
          "flock",
          "chmod",
          "cut",
          "cp",
          "ls");
  private static final List<String> JARS =
      List.of(
          "deploy/local/target/tidewatch-local.jar",
          "spark-jobs/target/tidewatch-spark-jobs.jar",
          "serving/target/tidewatch-serving.jar",
          "controller/operator/target/tidewatch-operator.jar",
          "demo-app/history/target/tidewatch-history.jar",
          "demo-app/backend/target/tidewatch-demo-backend.jar",
          "demo-app/load/target/tidewatch-load.jar",
          "demo-app/faults/target/tidewatch-faults.jar",
          "deploy/local/loki/target/tidewatch-loki.jar");

  private final Path root;
  private final Path machine;

  /** What a command has printed and how it has ended. */
  record Ended(int code, String out, String err) {
    Ended assertCode(int expected) {
      assertTrue(code == expected, () -> "exit code " + code + "\n" + out + err);
      return this;
    }

    Ended assertTold(String... texts) {
      for (String text : texts) {
        assertTrue((out + err).contains(text), () -> text + " is not in\n" + out + err);
      }
      return this;
    }
  }

  TestingCheckout(Path folder) throws IOException {
    root = folder.resolve("a checkout");
    machine = folder.resolve("machine");
    Files.createDirectories(machine.resolve("bin"));
    for (String tool : TOOLS) {
      program(tool, "exec " + realPath(tool) + " \"$@\"");
    }
    copy("tidewatch");
    for (String page : List.of("tidewatch", "demo", "serve")) {
      copy("deploy/local/src/main/help/" + page + ".txt");
    }
    copy("mlflow/requirements.txt");
    write("pom.xml", "<project/>");
    write("serving/src/main/java/A.java", "class A {}");
    script(root.resolve("mlflow/install.sh"), "mkdir -p \"$1\"", "echo \"mlflow: ready\"");
    program("id", "echo 1000");
  }

  Path root() {
    return root;
  }

  Path machine() {
    return machine;
  }

  /** Puts a program on the PATH. */
  TestingCheckout program(String name, String... lines) throws IOException {
    script(machine.resolve("bin").resolve(name), lines);
    return this;
  }

  /** Puts a JDK where Debian would; its java tells what it was started with. */
  TestingCheckout jdk(String... javaLines) throws IOException {
    Path bin = machine.resolve("jvms/java-17-test/bin");
    script(bin.resolve("javac"), "exit 0");
    List<String> lines = new ArrayList<>();
    lines.add("if [ \"$1\" = -version ]; then echo 'openjdk version \"17.0.1\"' >&2; exit 0; fi");
    lines.addAll(List.of(javaLines));
    script(bin.resolve("java"), lines.toArray(String[]::new));
    return this;
  }

  /** A Maven that makes every jar, counts its runs, and then does what the lines say. */
  TestingCheckout maven(String... lines) throws IOException {
    List<String> all = new ArrayList<>();
    all.add("echo run >> '" + machine.resolve("maven-runs") + "'");
    for (String jar : JARS) {
      Path file = root.resolve(jar);
      all.add("mkdir -p '" + file.getParent() + "'; echo jar > '" + file + "'");
    }
    all.addAll(List.of(lines));
    return program("mvn", all.toArray(String[]::new));
  }

  int mavenRuns() throws IOException {
    Path runs = machine.resolve("maven-runs");
    return Files.exists(runs) ? Files.readAllLines(runs).size() : 0;
  }

  /** Runs the launcher in a folder that is not the checkout. */
  Ended run(String... arguments) throws IOException, InterruptedException {
    return run(Map.of(), arguments);
  }

  Ended run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(root.resolve("tidewatch").toString()));
    command.addAll(List.of(arguments));
    Path out = machine.resolve("out");
    Path err = machine.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(machine.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", machine.resolve("bin").toString());
    builder.environment().put("HOME", machine.toString());
    builder.environment().put("TIDEWATCH_JVMS", machine.resolve("jvms").toString());
    builder.environment().put("TIDEWATCH_POLICY_RC_D", policy().toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it hangs");
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  Path policy() {
    return machine.resolve("policy-rc.d");
  }

  Path write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  static void script(Path file, String... lines) throws IOException {
    Files.createDirectories(file.getParent());
    // The shell by its full name: without it the system would look for /bin/sh's own idea of env.
    String text = "#!" + realPath("bash") + "\n" + String.join("\n", lines) + "\n";
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    assertTrue(file.toFile().setExecutable(true));
  }

  private void copy(String name) throws IOException {
    Path target = root.resolve(name);
    Files.createDirectories(target.getParent());
    Files.copy(REPOSITORY.resolve(name), target, StandardCopyOption.COPY_ATTRIBUTES);
  }

  private static Path realPath(String tool) throws IOException {
    return Stream.of("/usr/bin", "/bin")
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IOException("this machine has no " + tool));
  }
}
