package io.tidewatch.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The tests of another module at the same time: a JVM that uses the lab until its input ends. */
final class OtherRun {
  private OtherRun() {}

  static Process start(LabSettings settings) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OtherRun.class.getName(),
                settings.checkout().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    process.inputReader().readLine();
    return process;
  }

  static void end(Process process) throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException("the other run does not end");
    }
  }

  static void kill(Process process) throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Uses the lab of the given checkout. */
  public static void main(String[] arguments) throws IOException {
    LabSettings settings = LabSettings.around(Path.of(arguments[0]), Map.of()).orElseThrow();
    try (TestLab lab = new TestLab(settings, line -> {})) {
      lab.start(LabSize.API).requireUp();
      System.out.println("uses it");
      while (System.in.read() >= 0) {
        // what is sent means nothing
      }
    }
  }
}
