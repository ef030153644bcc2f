package io.tidewatch.local.benchlive;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What is done to the demo app, loaded to half of what its pods carry (10 requests/s each). */
enum Scenario {
  SCALE_OUT("scale-out", Optional.empty()) {
    @Override
    Run run(Ground ground, int number) throws InterruptedException {
      ground.settle(FEW);
      long began = System.nanoTime();
      ground.scale(MANY);
      ground.await(MANY + " pods Ready", () -> ground.pods().ready() == MANY);
      double seconds = (System.nanoTime() - began) / NANOS;
      List<PodReady> pods = ground.pods().startedSince(began);
      return new Run(
          this, number, MANY - FEW, seconds, pods, Optional.empty(), Ground.loadAverage());
    }
  },
  ROLLOUT("rollout", Optional.of(30.0)) {
    @Override
    Run run(Ground ground, int number) throws InterruptedException {
      ground.settle(SOME);
      return ground.underLoad(this, number, SOME, () -> ground.restart(SOME));
    }
  },
  SCALE_IN("scale-in", Optional.of(10.0)) {
    @Override
    Run run(Ground ground, int number) throws InterruptedException {
      ground.settle(MANY);
      return ground.underLoad(
          this,
          number,
          MANY - FEW,
          () -> {
            ground.scale(FEW);
            ground.await(FEW + " pods left", () -> ground.pods().present() == FEW);
          });
    }
  },
  ONE_BY_ONE("one-by-one", Optional.of(10.0)) {
    @Override
    Run run(Ground ground, int number) throws InterruptedException {
      ground.settle(MANY);
      return ground.underLoad(
          this,
          number,
          MANY - FEW,
          () -> {
            for (int left = MANY - 1; left >= FEW; left--) {
              int pods = left;
              ground.scale(pods);
              ground.await(pods + " pods left", () -> ground.pods().present() == pods);
            }
          });
    }
  },
  SURGE("surge", Optional.of(5.0)) {
    @Override
    Run run(Ground ground, int number) throws InterruptedException {
      ground.settle(1);
      return ground.underLoad(
          this,
          number,
          SURGES,
          () -> {
            for (int restart = 0; restart < SURGES; restart++) {
              ground.replaceTheOnlyPod();
            }
          });
    }
  },
  DRAIN("drain", Optional.of(30.0)) {
    @Override
    Run run(Ground ground, int number) throws InterruptedException {
      ground.settle(SOME);
      // After a drain all pods are on one node; new ones spread.
      ground.restart(SOME);
      String node = ground.busiestNode();
      int moved = ground.pods().on(node);
      try (Cordon cordon = ground.cordon(node)) {
        return ground.underLoad(this, number, moved, () -> ground.drain(node, SOME));
      }
    }
  };

  private static final int FEW = 2;
  private static final int SOME = 6;
  private static final int MANY = 20;
  private static final int SURGES = 5;
  private static final double NANOS = 1e9;

  private final String key;
  private final Optional<Double> rate;

  Scenario(String key, Optional<Double> rate) {
    this.key = key;
    this.rate = rate;
  }

  /** Does it once. */
  abstract Run run(Ground ground, int number) throws InterruptedException;

  String key() {
    return key;
  }

  /** Requests per second that go on meanwhile. */
  double rate() {
    return rate.orElse(0.0);
  }

  static Optional<Scenario> of(String key) {
    return Arrays.stream(values()).filter(scenario -> scenario.key.equals(key)).findFirst();
  }
}
