package io.tidewatch.demo.faults;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Lets one fault begin, and stays with it until it ends. */
@Command
final class InjectCommand implements Runnable {
  private final Fault fault;

  @Spec private CommandSpec spec;
  @ParentCommand private FaultCommand parent;

  @Option(names = "--pod", paramLabel = "P", description = "The pod it happens to.")
  private Optional<String> pod = Optional.empty();

  @Option(
      names = "--deployment",
      paramLabel = "D",
      description = "The Deployment it happens to (deploy; default backend).")
  private Optional<String> deployment = Optional.empty();

  @Option(names = "--node", paramLabel = "N", description = "The node it happens to (drain).")
  private Optional<String> node = Optional.empty();

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Where the requests go (spike; default the Service backend).")
  private Optional<String> url = Optional.empty();

  @Option(
      names = "--for",
      paramLabel = "T",
      defaultValue = "5m",
      converter = DurationText.class,
      description = "How long, at most: 90s, 5m, 1h30m. Default: ${DEFAULT-VALUE}.")
  private Duration duration = Duration.ZERO;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Seed of everything random in it. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--intensity", paramLabel = "X", description = "How much; see above.")
  private Optional<Double> intensity = Optional.empty();

  @Option(
      names = "--detach",
      description = "Leave once it has begun; it ends by itself, or by clear.")
  private boolean detach;

  InjectCommand(Fault fault) {
    this.fault = fault;
  }

  @Override
  public void run() {
    requireUsable();
    TruthFile truth = parent.truth();
    Cluster cluster = parent.cluster();
    Instant start = parent.surroundings().now();
    FaultOrder order = order(cluster, start);
    try (StopSignal signal = new StopSignal()) {
      ActiveFault active = fault.begin(order, cluster);
      Instant since = active.since().orElse(start).truncatedTo(ChronoUnit.MILLIS);
      TruthEntry entry = entry(order, since, active);
      truth.append(entry.toJson());
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          "%s began at %s in %s, until %s%n", fault.name(), since, order.target(), entry.until());
      if (!detach) {
        new Foreground(parent.surroundings(), truth, out, signal::requested)
            .stayWith(entry, active);
      }
    }
  }

  private void requireUsable() {
    targets()
        .forEach(
            (kind, value) -> {
              if (value.isPresent() && kind != fault.target()) {
                throw wrongUse(
                    fault.name()
                        + " knows no "
                        + kind.option()
                        + ", only "
                        + fault.target().option());
              }
            });
    if (intensity.isPresent() && fault.intensity().isEmpty()) {
      throw wrongUse(fault.name() + " knows no --intensity");
    }
    if (intensity.isPresent() && !(intensity.get() > 0 && intensity.get() < 1e9)) {
      throw wrongUse("--intensity must be above 0");
    }
    if (detach && !fault.outlivesTheTool()) {
      throw wrongUse(fault.name() + " needs this tool until its end: it knows no --detach");
    }
  }

  private FaultOrder order(Cluster cluster, Instant start) {
    String target =
        targets()
            .get(fault.target())
            .or(() -> fault.defaultTarget(cluster))
            .orElseThrow(() -> noTarget(cluster));
    String id =
        fault.name() + "-" + start.toEpochMilli() + "-" + Math.floorMod(target.hashCode(), 10_000);
    OptionalDouble much =
        intensity.isPresent() ? OptionalDouble.of(intensity.get()) : OptionalDouble.empty();
    return new FaultOrder(id, target, duration, seed, much);
  }

  private UserError noTarget(Cluster cluster) {
    String choice =
        fault.target() == TargetKind.POD
            ? "its pods are: " + cluster.names()
            : "it happens to something that has a name";
    return new UserError(
        fault.name() + " of what?", choice, "name it with " + fault.target().option());
  }

  private TruthEntry entry(FaultOrder order, Instant start, ActiveFault active) {
    Map<String, Object> parameters = new TreeMap<>(active.parameters());
    parameters.put("seconds", duration.toSeconds());
    intensity.ifPresent(value -> parameters.putIfAbsent("intensity", value));
    return new TruthEntry(
        order.id(),
        fault.name(),
        order.target(),
        parent.cluster().namespace(),
        start,
        start.plus(duration),
        Optional.empty(),
        seed,
        fault.benign(),
        fault.gradual(),
        parameters);
  }

  private Map<TargetKind, Optional<String>> targets() {
    Map<TargetKind, Optional<String>> targets = new LinkedHashMap<>();
    targets.put(TargetKind.POD, pod);
    targets.put(TargetKind.DEPLOYMENT, deployment);
    targets.put(TargetKind.NODE, node);
    targets.put(TargetKind.URL, url);
    return targets;
  }

  private ParameterException wrongUse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
