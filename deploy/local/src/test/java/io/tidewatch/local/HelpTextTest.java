package io.tidewatch.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HelpTextTest {
  private static final List<String> COMMANDS =
      List.of(
          "demo",
          "test",
          "load",
          "fault",
          "backtest",
          "bench",
          "ingest",
          "backfill",
          "repair",
          "maintain",
          "inspect",
          "features",
          "train",
          "train-anomaly",
          "score",
          "feedback",
          "evaluate",
          "optimize",
          "serve",
          "control",
          "loki",
          "doctor");

  @Test
  void every_command_has_a_page_with_an_example() {
    for (String command : COMMANDS) {
      String page = HelpText.of(List.of(command, "--help"));
      assertTrue(page.startsWith("./tidewatch " + command + ": "), command);
      assertTrue(page.contains("\n  ./tidewatch " + command), command);
      assertTrue(page.lines().allMatch(line -> line.length() <= 120), command);
    }
  }

  @Test
  void the_overview_names_every_command() {
    String overview = HelpText.of(List.of("help"));
    COMMANDS.forEach(c -> assertTrue(overview.contains("\n  ./tidewatch " + c + " "), c));
  }

  @Test
  void the_pages_tell_exactly_the_options_that_there_are() {
    Layout layout = new Layout(Path.of("."), Path.of("."));
    Terminal terminal = new Terminal(System.out, Map.of());
    CommandLine all = Main.commandLine(layout, Map.of(), terminal);
    for (String command : List.of("demo", "backtest", "doctor")) {
      Set<String> known =
          all.getSubcommands().get(command).getCommandSpec().options().stream()
              .map(CommandLine.Model.OptionSpec::longestName)
              .collect(Collectors.toCollection(TreeSet::new));
      known.add("--help");
      if (command.equals("demo")) {
        // of --airflow, which the launcher hands to a script
        known.add("--port");
      }
      assertEquals(known, told(HelpText.of(List.of("help", command))), command);
    }
  }

  @Test
  void asking_for_help_is_no_error() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    assertEquals(0, Main.run(Map.of(), print, print, "demo", "--help"));
    assertTrue(out.toString(StandardCharsets.UTF_8).contains("--trace FILE"));
  }

  /** The options at the beginnings of lines: those of the table, not those of examples. */
  private static Set<String> told(String page) {
    return Pattern.compile("(?m)^  (?:-h, )?(--[a-z-]+) ")
        .matcher(page)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
