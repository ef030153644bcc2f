package io.tidewatch.operator.actuate;

import io.tidewatch.operator.TestingClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A process that writes a floor and hangs before it can record that: to be killed. */
final class TestingFloorProcess {
  private TestingFloorProcess() {}

  /** NAME SECONDS --kubeconfig FILE --namespace NAME. */
  public static void main(String[] words) throws InterruptedException {
    var client = TestingClient.of(Path.of(words[3]));
    Hpas hpas = Hpas.of(new KubernetesApi(client, Duration.ofSeconds(5)));
    new HpaFloor(hpas, Fence.none(), Clock.systemUTC())
        .pursue(new HpaName(words[5], words[0]), wish(Integer.parseInt(words[1])));
    System.out.println("written");
    new CountDownLatch(1).await();
  }

  static FloorWish wish(int seconds) {
    return new FloorWish.Hold(
        new FloorOrder(
            "shop/web@12:00",
            "shop/web",
            "1",
            6,
            TargetRaise.over(0.60, 0.90),
            Duration.ofSeconds(seconds),
            Duration.ofDays(1)));
  }
}
