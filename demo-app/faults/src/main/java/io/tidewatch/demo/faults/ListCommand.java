package io.tidewatch.demo.faults;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the faults there are. */
@Command(
    name = "list",
    description = "The faults there are: which are harmless, which grow, what they happen to.",
    footer = {"", "Example:", "  tidewatch-faults list"})
final class ListCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%-9s %-9s %-9s %-14s %s%n", "FAULT", "BENIGN", "GRADUAL", "HAPPENS TO", "WHAT");
    for (Fault fault : AllFaults.LIST) {
      out.printf(
          "%-9s %-9s %-9s %-14s %s%n",
          fault.name(),
          fault.benign() ? "benign" : "-",
          fault.gradual() ? "gradual" : "-",
          fault.target().option(),
          fault.summary());
    }
  }
}
