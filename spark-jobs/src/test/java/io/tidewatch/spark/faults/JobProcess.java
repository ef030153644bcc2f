package io.tidewatch.spark.faults;

import io.tidewatch.processes.ManagedProcess;
import io.tidewatch.processes.ProcessSpec;
import io.tidewatch.processes.Supervisor;
import io.tidewatch.spark.SparkMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A verb on a store as a process of its own, which can be killed at a moment of its work. */
public final class JobProcess {
  /** Far beyond what a busy machine needs: only what hangs fails by it. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final ManagedProcess process;

  private JobProcess(ManagedProcess process) {
    this.process = process;
  }

  /**
   * Starts {@link SparkMain}.
   *
   * @param name of its log and pid files
   * @param jvmOptions its memory and its master
   * @param words its command line
   */
  public static JobProcess start(
      Supervisor supervisor, String name, List<String> jvmOptions, List<String> words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(jvmOptions);
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(SparkMain.class.getName());
    command.addAll(words);
    return new JobProcess(supervisor.start(ProcessSpec.of(name, command)));
  }

  /** Ends it as a power cut does, once something is the case. */
  public void killWhen(BooleanSupplier moment) {
    await(moment);
    handle().destroyForcibly();
    process.awaitExit(LONGEST);
  }

  /** Ends it as Ctrl-C does. */
  public int stop() {
    handle().destroy();
    return process.awaitExit(LONGEST);
  }

  /** Its exit code, once it has ended by itself. */
  public int exitCode() {
    return process.awaitExit(LONGEST);
  }

  /** All that it has said. */
  public String said() {
    try {
      return Files.readString(process.log());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Waits until it has said something. */
  public void awaitSaid(String words) {
    await(() -> said().contains(words));
  }

  /** Waits for something that it does; fails when it ends before. */
  public void await(BooleanSupplier moment) {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    while (!moment.getAsBoolean()) {
      if (!process.isAlive() && !moment.getAsBoolean()) {
        throw new IllegalStateException(process.name() + " has ended before:\n" + said());
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(process.name() + " never came so far:\n" + said());
      }
      sleep();
    }
  }

  private ProcessHandle handle() {
    return ProcessHandle.of(process.pid()).orElseThrow();
  }

  private static void sleep() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
