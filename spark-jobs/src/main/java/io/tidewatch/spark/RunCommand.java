package io.tidewatch.spark;

import picocli.CommandLine.Command;

/** Opens a line of several verbs; it does nothing itself. */
@Command(name = "run", description = "Runs the verbs that follow, in one session.")
final class RunCommand {}
