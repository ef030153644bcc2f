package io.tidewatch.demo.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A node is emptied for maintenance, as far as the disruption budgets allow, and comes back. */
final class DrainFault implements Fault {
  @Override
  public String name() {
    return "drain";
  }

  @Override
  public String summary() {
    return "a node is cordoned and drained within the disruption budgets, and comes back at the end";
  }

  @Override
  public boolean benign() {
    return true;
  }

  @Override
  public TargetKind target() {
    return TargetKind.NODE;
  }

  /** Nobody else would let the pods in again. */
  @Override
  public boolean outlivesTheTool() {
    return false;
  }

  @Override
  public ActiveFault begin(FaultOrder order, Cluster cluster) {
    requireAnother(order.target(), cluster);
    Cordon cordon = new Cordon(cluster, order.target());
    cordon.begin(order.id());
    try {
      Path said = Files.createTempFile("drain", ".log");
      Process process =
          cluster.start(
              said,
              "drain",
              order.target(),
              "--ignore-daemonsets",
              "--delete-emptydir-data",
              "--timeout=" + order.duration().toSeconds() + "s");
      return new Drain(cordon, order.id(), process, said);
    } catch (IOException e) {
      cordon.end();
      throw new UncheckedIOException(e);
    }
  }

  private static void requireAnother(String node, Cluster cluster) {
    List<String> names =
        cluster.nodes().stream().map(one -> one.at("/metadata/name").asText()).toList();
    String all = names.stream().collect(Collectors.joining(", "));
    if (!names.contains(node)) {
      throw new UserError("there is no node " + node, "the nodes are: " + all, "name one of them");
    }
    if (names.size() == 1) {
      throw new UserError(
          "the only node cannot be drained",
          "its pods would have nowhere to go",
          "use a cluster of two nodes, for example deploy/lab/cluster up");
    }
  }

  /** A drained node, or one that is being drained. */
  private record Drain(Cordon cordon, String id, Process process, Path said)
      implements ActiveFault {
    /** That the drain is done does not end it: the node stays away until its time. */
    @Override
    public Optional<String> outcome() {
      if (process.isAlive() || process.exitValue() == 0) {
        return Optional.empty();
      }
      List<String> lines = lines();
      String why = lines.isEmpty() ? "kubectl does not say why" : lines.get(lines.size() - 1);
      return Optional.of("drain failed: " + why);
    }

    @Override
    public void end() {
      process.destroy();
      cordon.endFor(id);
    }

    @Override
    public Map<String, Object> observed() {
      long evicted = lines().stream().filter(line -> line.endsWith(" evicted")).count();
      boolean drained = !process.isAlive() && process.exitValue() == 0;
      try {
        Files.deleteIfExists(said);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Map.of("evicted", evicted, "drained", drained);
    }

    private List<String> lines() {
      try {
        return Files.readAllLines(said);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
