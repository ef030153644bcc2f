package io.tidewatch.demo.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadMainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  private int run(String... more) {
    List<String> words =
        new ArrayList<>(List.of("--peak=5", "--duration=1s", "--out", folder.resolve("r") + ""));
    words.addAll(List.of(more));
    PrintWriter to = new PrintWriter(out, true);
    return LoadMain.run(words.toArray(String[]::new), to, new PrintWriter(err, true));
  }

  private void refused(String part, String... more) {
    assertEquals(2, run(more));
    assertTrue(err.toString().contains(part), err::toString);
  }

  @Test
  void a_load_needs_a_trace_or_a_profile_and_not_both() {
    refused("--trace", "--target=a=http://127.0.0.1:9");
    refused("exclusive", "--target=a=http://127.0.0.1:9", "--profile=day", "--trace=x.csv");
  }

  @Test
  void targets_of_the_same_name_are_refused() {
    refused(
        "two targets are called a",
        "--profile=day",
        "--target=a=http://127.0.0.1:9",
        "--target=a=http://127.0.0.1:8");
  }

  @Test
  void every_number_out_of_range_is_named_at_once() {
    refused(
        "--speed",
        "--profile=day",
        "--target=a=http://127.0.0.1:9",
        "--speed=0",
        "--max-in-flight=0");
    assertTrue(err.toString().contains("--max-in-flight"), err::toString);
  }

  @Test
  void an_address_of_somebody_else_is_refused_before_anything_is_sent() {
    refused("not a private address", "--profile=day", "--target=a=http://198.51.100.7");
  }

  @Test
  void a_folder_that_cannot_be_made_is_refused_before_anything_is_sent() throws Exception {
    Files.writeString(folder.resolve("r"), "a file stands in the way");

    refused("cannot write results", "--profile=day", "--target=a=http://127.0.0.1:9");
  }

  @Test
  void help_shows_examples() {
    assertEquals(0, run("--help"));
    assertTrue(out.toString().contains("Examples:"));
  }
}
