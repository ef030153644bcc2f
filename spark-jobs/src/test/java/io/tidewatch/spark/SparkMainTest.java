package io.tidewatch.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SparkMainTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @Test
  void a_users_error_ends_with_2_and_says_what_to_do_however_deep_it_lies() {
    UserException users = new UserException("it fails", "for a reason", "do that");
    int code = guard(() -> fail(new IllegalStateException("x", new RuntimeException(users))));
    assertEquals(2, code);
    assertEquals(
        "tidewatch: it fails\n  cause:  for a reason\n  remedy: do that\n", said.toString());
  }

  @Test
  void a_full_disk_is_the_users_to_mend() {
    int code = guard(() -> fail(new RuntimeException(new IOException("No space left on device"))));
    assertEquals(2, code);
    assertTrue(said.toString().contains("make room"), said.toString());
  }

  @Test
  void a_bug_ends_with_70_and_its_trace() {
    assertEquals(70, guard(() -> fail(new IllegalStateException("oops"))));
    assertTrue(said.toString().contains("java.lang.IllegalStateException: oops"));
    assertTrue(said.toString().contains("SparkMainTest"));
  }

  @Test
  void an_unknown_option_ends_with_2() {
    assertEquals(2, SparkMain.execute("ingest", "--nonsense"));
  }

  @Test
  void run_gives_each_verb_the_options_that_it_has() {
    CommandLine root = new CommandLine(new SparkMain());
    root.parseArgs(
        "--store=s", "run", "--catalogue=c", "--prometheus=p", "--mlflow=m", "--out=o", "--days=3");
    CommandLine run = root.getParseResult().subcommand().commandSpec().commandLine();
    List<String> words = ((RunCommand) run.getCommand()).expanded(root);
    assertEquals(
        List.of("ingest", "--catalogue=c", "--prometheus=p", "--out=o", "--days=3"),
        words.subList(0, 5));
  }

  @Test
  void run_lets_every_verb_that_reads_the_server_in() {
    CommandLine root = new CommandLine(new SparkMain());
    root.parseArgs(
        "--store=s",
        "run",
        "--catalogue=c",
        "--prometheus=p",
        "--mlflow=m",
        "--out=o",
        "--bearer-token-file=t",
        "--ca-file=ca.pem",
        "--header=X-Scope-OrgID=shop");
    CommandLine run = root.getParseResult().subcommand().commandSpec().commandLine();
    List<String> words = ((RunCommand) run.getCommand()).expanded(root);
    List<String> access =
        List.of("--bearer-token-file=t", "--ca-file=ca.pem", "--header=X-Scope-OrgID=shop");
    List<String> ingest = words.subList(0, words.indexOf("features"));
    assertTrue(ingest.containsAll(access), words.toString());
    List<String> features = words.subList(words.indexOf("features"), words.indexOf("train"));
    assertTrue(features.stream().noneMatch(access::contains), words.toString());
  }

  private int guard(IntSupplier work) {
    return Failures.guard(new PrintStream(said, true, StandardCharsets.UTF_8), work);
  }

  private static int fail(RuntimeException failure) {
    throw failure;
  }
}
