package io.tidewatch.local.live;

import io.tidewatch.domain.UserException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that only {@code demo --live} has. */
public final class LiveFlags {
  @Option(names = "--live")
  private boolean live;

  @Option(names = "--minutes", paramLabel = "N")
  private Optional<Integer> minutes = Optional.empty();

  @Option(names = "--speed", paramLabel = "N")
  private Optional<Integer> speed = Optional.empty();

  @Option(names = "--peak", paramLabel = "RPS")
  private Optional<Double> peak = Optional.empty();

  @Option(names = "--kubeconfig", paramLabel = "FILE")
  private Optional<Path> kubeconfig = Optional.empty();

  @Option(names = "--aa")
  private boolean same;

  @Option(names = "--watch")
  private boolean watch;

  @Option(names = "--fault", paramLabel = "NAME[@MINUTE]")
  private Optional<String> fault = Optional.empty();

  /** Whether the live demo is wanted; throws if it is not, but an option of it is given. */
  public boolean wanted() {
    boolean more =
        minutes.isPresent() || speed.isPresent() || peak.isPresent() || kubeconfig.isPresent();
    boolean race = same || watch || fault.isPresent();
    if ((more || race) && !live) {
      throw new UserException(
          "--minutes, --speed, --peak, --kubeconfig, --aa, --watch and --fault need --live",
          "they say how the demo on a real cluster runs",
          "add --live, or leave them out");
    }
    return live;
  }

  /** The plan that these make with the options that every demo has. */
  public LivePlan plan(boolean keep, Optional<Path> json, Optional<Path> trace, long seed) {
    return new LivePlan(
        minutes.orElse(LivePlan.USUAL_MINUTES),
        // The periods of another cluster's HPA controller are not ours to divide.
        speed.orElse(kubeconfig.isPresent() ? 1 : LivePlan.USUAL_SPEED),
        peak.orElse(LivePlan.USUAL_PEAK),
        seed,
        trace,
        keep,
        json,
        kubeconfig,
        new LivePlan.Race(same, watch, fault.map(LiveFault::parse)));
  }
}
