package io.tidewatch.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidewatch.policy.Cost;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  @Test
  void a_good_hour_does_not_hide_a_bad_one() {
    Ledger ledger = Ledger.empty().until(Samples.T0, stood(0, 0));
    ledger = ledger.until(Samples.T0.plusSeconds(1_800), stood(5, 9));
    ledger = ledger.until(Samples.T0.plusSeconds(3_600), stood(5, 5));
    ledger = ledger.until(Samples.T0.plusSeconds(5_400), stood(8, 6));
    assertEquals(1, ledger.savedPodHours(), 1e-12);
    assertEquals(1, ledger.regretPodHours(), 1e-12);
  }

  @Test
  void nothing_is_counted_before_the_first_entry() {
    assertEquals(0, Ledger.empty().until(Samples.T0, stood(1, 100)).savedPodHours());
  }

  @Test
  void violations_last_as_long_as_the_entry() {
    Ledger ledger = Ledger.empty().until(Samples.T0, stood(1, 1));
    ledger = ledger.until(Samples.T0.plusSeconds(15), new Ledger.Stood(1, 1, false, true));
    assertEquals(0, ledger.violationSeconds());
    assertEquals(15, ledger.hpaViolationSeconds());
  }

  /** The same definition as the backtest's, which sees both series at once. */
  @Property(tries = 100)
  void sums_as_the_cost_of_the_whole_run_does(
      @ForAll @Size(min = 1, max = 900) List<@IntRange(min = 0, max = 40) Integer> ours,
      @ForAll @IntRange(min = 0, max = 40) int hpa) {
    int[] hpas = new int[ours.size()];
    Arrays.fill(hpas, hpa);
    Cost cost = Cost.compare(ours.stream().mapToInt(i -> i).toArray(), hpas, 240);
    Instant now = Samples.T0.minusMillis(15_000);
    Ledger ledger = Ledger.empty().until(now, stood(0, 0));
    for (int count : ours) {
      now = now.plusSeconds(15);
      // The hour of an entry is the hour in which it ends: keep its end inside.
      ledger = ledger.until(now, stood(count, hpa));
    }
    assertEquals(cost.savings(), ledger.savedPodHours(), 1e-9);
    assertEquals(cost.regret(), ledger.regretPodHours(), 1e-9);
  }

  @Test
  void a_violated_minute_costs_kappa_times_the_usual_pods_and_no_later_hour_hides_it() {
    Ledger ledger = Ledger.empty().until(Samples.T0, stood(0, 0), 50);
    // Ten pods each; for six minutes ours are too few: 50 · 10 · 6 ÷ 60 pod-hours.
    ledger = ledger.until(Samples.T0.plusSeconds(360), new Ledger.Stood(10, 10, true, false), 50);
    ledger = ledger.until(Samples.T0.plusSeconds(3_599), stood(10, 10), 50);
    assertEquals(-50, ledger.carried(50).savedPriced(), 1e-9);
    assertEquals(50, ledger.carried(50).regretPriced(), 1e-9);
    ledger = ledger.until(Samples.T0.plusSeconds(7_199), new Ledger.Stood(10, 10, false, true), 50);
    assertEquals(450, ledger.carried(50).savedPriced(), 1e-6);
    assertEquals(50, ledger.carried(50).regretPriced(), 1e-9);
    assertEquals(0, ledger.savedPodHours(), 1e-12, "pods alone");
    assertEquals(360, ledger.carried(50).violationSeconds());
  }

  @Test
  void a_restart_goes_on_with_what_was_counted(@TempDir Path directory) {
    WorthBook before = WorthBook.open(directory);
    before.put(Samples.WEB, new Ledger.Carried(1.5, 2.5, 30, 60));
    before.put(Samples.API, Ledger.Carried.NOTHING);
    before.forget(Set.of(Samples.API));
    before.write();
    Ledger.Carried carried = WorthBook.open(directory).of(Samples.WEB);
    assertEquals(new Ledger.Carried(1.5, 2.5, 30, 60), carried);
    Ledger ledger = Ledger.carried(0, 0, carried).until(Samples.T0, stood(5, 5), 50);
    assertEquals(carried, ledger.carried(50));
    assertEquals(Ledger.Carried.NOTHING, WorthBook.open(directory).of(Samples.API));
  }

  private static Ledger.Stood stood(int ours, int hpa) {
    return new Ledger.Stood(ours, hpa, false, false);
  }
}
