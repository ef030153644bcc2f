package io.tidewatch.demo.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ShopTrafficTest {
  private static final long LAST = Histories.END.getEpochSecond() / 60;

  @Test
  void there_are_at_most_eighty_series_and_no_two_alike() {
    List<Series> series = Histories.shop(42).series();

    assertEquals(78, series.size());
    assertEquals(78, series.stream().distinct().count());
  }

  @Test
  void pods_are_observed_for_the_last_three_days_only() {
    ShopTraffic shop = Histories.shop(42);
    long podsFrom = LAST - 3 * Moment.MINUTES_A_DAY + 1;

    assertEquals(24, shop.at(podsFrom - 1).size());
    assertEquals(78, shop.at(podsFrom).size());
    assertEquals(78, shop.at(LAST + 1).size());
  }

  @Test
  void the_same_seed_gives_the_same_readings() {
    assertEquals(Histories.shop(5).at(LAST), Histories.shop(5).at(LAST));
  }

  @Test
  void readings_do_not_depend_on_which_minutes_were_asked_for() {
    ShopTraffic walked = Histories.shop(5);
    for (long m = walked.firstMinute(); m < LAST; m++) {
      walked.at(m);
    }

    assertEquals(Histories.shop(5).at(LAST), walked.at(LAST));
  }

  @Test
  void a_longer_history_tells_the_same_about_the_same_minute() {
    ShopTraffic week = new ShopTraffic(5, LAST, 7);
    Map<Series, Double> longer = workloadLevel(Histories.shop(5).at(LAST));

    assertEquals(longer, workloadLevel(week.at(LAST)));
  }

  private static Map<Series, Double> workloadLevel(List<Reading> readings) {
    return readings.stream()
        .filter(reading -> reading.series().family().compareTo(Family.READY) <= 0)
        .collect(Collectors.toMap(Reading::series, Reading::value));
  }

  @Test
  void minutes_do_not_go_back() {
    ShopTraffic shop = Histories.shop(42);
    shop.at(LAST);

    assertThrows(IllegalArgumentException.class, () -> shop.at(LAST - 1));
  }

  @Test
  void ready_replicas_stay_within_the_bounds_and_are_usually_three_to_thirty() {
    ShopTraffic shop = Histories.shop(42);
    int usual = 0;
    int all = 0;
    for (long m = shop.firstMinute(); m <= LAST; m += 7) {
      for (Reading reading : shop.at(m)) {
        if (reading.series().family() == Family.READY) {
          assertTrue(reading.value() >= 1 && reading.value() <= 40, reading::toString);
          usual += reading.value() >= 3 && reading.value() <= 30 ? 1 : 0;
          all++;
        }
      }
    }
    assertTrue(usual > 0.95 * all, usual + " of " + all);
  }
}
