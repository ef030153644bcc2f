package io.tidewatch.demo.history;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;

import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The six workloads of the demo's shop, whose customers live in one time zone. */
public final class Shop {
  /** Where the customers live. */
  public static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  private static final long MIB = 1L << 20;
  private static final Set<DayOfWeek> DAILY = EnumSet.allOf(DayOfWeek.class);
  private static final Set<DayOfWeek> WORKDAYS = EnumSet.range(MONDAY, FRIDAY);

  private static final DayShape CUSTOMERS =
      DayShape.of(
          42, 27, 19, 16, 17, 24, 42, 68, 92, 108, 118, 124, 128, 120, 114, 113, 118, 128, 142, 158,
          166, 150, 112, 70);
  private static final DayShape CUSTOMERS_FREE =
      DayShape.of(
          55, 38, 26, 20, 18, 20, 28, 44, 72, 102, 128, 142, 146, 142, 140, 142, 146, 150, 152, 156,
          154, 136, 106, 74);
  private static final DayShape OFFICE =
      DayShape.of(
          22, 18, 16, 16, 18, 26, 48, 96, 158, 192, 204, 196, 158, 172, 196, 194, 178, 142, 98, 66,
          50, 40, 32, 26);
  private static final DayShape HOME =
      DayShape.of(
          40, 32, 28, 26, 26, 30, 40, 60, 90, 116, 132, 138, 134, 128, 126, 128, 130, 128, 120, 108,
          94, 78, 62, 48);
  private static final DayShape EVENING =
      DayShape.of(
          60, 38, 26, 20, 18, 22, 34, 54, 70, 78, 84, 92, 104, 98, 92, 96, 112, 136, 164, 190, 206,
          194, 150, 98);
  private static final DayShape COMMUTE =
      DayShape.of(
          46, 28, 20, 18, 22, 40, 90, 150, 154, 112, 92, 96, 122, 112, 96, 98, 118, 152, 158, 146,
          142, 130, 104, 72);
  private static final DayShape FLAT =
      DayShape.of(
          90, 88, 88, 88, 90, 94, 98, 102, 106, 108, 108, 106, 104, 106, 108, 108, 106, 104, 102,
          100, 98, 96, 94, 92);

  private Shop() {}

  /** All of them, in the order of the README. */
  public static List<Workload> workloads() {
    return List.of(web(), api(), search(), reports(), admin(), mobile());
  }

  /** Smooth: many customers, a broad day, a campaign now and then. */
  private static Workload web() {
    Profile profile =
        new Profile(
            240,
            CUSTOMERS,
            CUSTOMERS_FREE,
            Map.of(FRIDAY, 1.06, SATURDAY, 1.12, SUNDAY, 1.18),
            0.12,
            0,
            new MeanReverting(0.985, 0.05),
            new MeanReverting(0.35, 0.045),
            6,
            patterns(
                Map.of(
                    "campaign", new Campaigns(4, new Surge(12, 45, 110), 0.55, 0.3),
                    "newsletter",
                        new Timetable(
                            hour(9), 1440, hour(9), WORKDAYS, new Surge(4, 6, 18), 0.3, 0.2, 2))));
    return new Workload("web", "smooth", profile, 30, 3, 40, 0.6, 0.08, 0.45, 220 * MIB, 512 * MIB);
  }

  /** Weekly: offices and their scheduled clients, who all ask at the full quarter of an hour. */
  private static Workload api() {
    Profile profile =
        new Profile(
            480,
            OFFICE,
            HOME,
            Map.of(MONDAY, 1.1, FRIDAY, 0.88, SATURDAY, 0.5, SUNDAY, 0.42),
            0.09,
            0,
            new MeanReverting(0.98, 0.05),
            new MeanReverting(0.3, 0.045),
            10,
            patterns(
                Map.of(
                    "hourly", every(60, DAILY, new Surge(1, 2, 3), 0.3, 0.25),
                    "quarterly", every(15, DAILY, new Surge(0, 1, 2), 0.16, 0.25))));
    return new Workload("api", "weekly", profile, 55, 3, 40, 0.6, 0.05, 0.6, 300 * MIB, 768 * MIB);
  }

  /** Spiky: evenings, short bursts at any time, a rush when a programme ends. */
  private static Workload search() {
    Profile profile =
        new Profile(
            85,
            EVENING,
            EVENING,
            Map.of(SATURDAY, 0.9, SUNDAY, 1.1),
            0.1,
            0,
            new MeanReverting(0.97, 0.06),
            new MeanReverting(0.4, 0.06),
            5,
            patterns(
                Map.of(
                    "burst", new Bursts(0.16, new Surge(4, 4, 11), 0.9, 0.35),
                    "programme",
                        new Timetable(
                            hour(20) + 15, 95, hour(22), DAILY, new Surge(3, 5, 9), 1.1, 0.2, 1))));
    return new Workload(
        "search", "spiky", profile, 18, 3, 40, 0.6, 0.12, 0.8, 350 * MIB, 1024 * MIB);
  }

  /** Batch: little traffic of people, much of jobs that the clock starts. */
  private static Workload reports() {
    Profile profile =
        new Profile(
            8,
            FLAT,
            FLAT,
            Map.of(SATURDAY, 0.8, SUNDAY, 0.8),
            0.08,
            0,
            new MeanReverting(0.97, 0.07),
            new MeanReverting(0.4, 0.08),
            2,
            patterns(
                Map.of(
                    "hourly",
                    new Timetable(
                        hour(6) + 5, 60, hour(20) + 5, WORKDAYS, new Surge(2, 14, 4), 3, 0.2, 1),
                    "half",
                    new Timetable(35, 60, hour(23) + 35, DAILY, new Surge(1, 5, 3), 1.6, 0.2, 1),
                    "nightly",
                    new Timetable(
                        hour(2), 1440, hour(2), DAILY, new Surge(6, 70, 14), 6, 0.2, 3))));
    return new Workload(
        "reports", "batch", profile, 4, 3, 40, 0.6, 0.6, 0.9, 420 * MIB, 1024 * MIB);
  }

  /** Tiny: a few people in the office; the numbers are so small that chance rules. */
  private static Workload admin() {
    Profile profile =
        new Profile(
            6,
            OFFICE,
            HOME,
            Map.of(SATURDAY, 0.35, SUNDAY, 0.3),
            0.1,
            0,
            new MeanReverting(0.98, 0.08),
            new MeanReverting(0.2, 0.05),
            3,
            patterns(Map.of("digest", every(60, WORKDAYS, new Surge(0, 2, 3), 0.35, 0.3))));
    return new Workload("admin", "tiny", profile, 1, 3, 30, 0.6, 0.15, 0.3, 180 * MIB, 384 * MIB);
  }

  /** Growing: the app of which every week sells more, woken by push messages. */
  private static Workload mobile() {
    Surge push = new Surge(3, 3, 13);
    Profile profile =
        new Profile(
            165,
            COMMUTE,
            CUSTOMERS_FREE,
            Map.of(SATURDAY, 0.9, SUNDAY, 0.85),
            0.07,
            0.035,
            new MeanReverting(0.98, 0.05),
            new MeanReverting(0.35, 0.05),
            6,
            patterns(
                Map.of(
                    "morning", new Timetable(465, 1440, 465, WORKDAYS, push, 0.8, 0.2, 1),
                    "noon", new Timetable(730, 1440, 730, DAILY, push, 0.7, 0.2, 1),
                    "evening", new Timetable(1070, 1440, 1070, DAILY, push, 0.9, 0.2, 1),
                    "sync", every(30, DAILY, new Surge(0, 1, 3), 0.2, 0.25))));
    return new Workload(
        "mobile", "growing", profile, 20, 3, 40, 0.6, 0.09, 0.5, 240 * MIB, 640 * MIB);
  }

  private static Timetable every(
      int minutes, Set<DayOfWeek> days, Surge surge, double height, double spread) {
    return new Timetable(0, minutes, Moment.MINUTES_A_DAY - 1, days, surge, height, spread, 0);
  }

  private static int hour(int hour) {
    return hour * 60;
  }

  private static TreeMap<String, Pattern> patterns(Map<String, Pattern> patterns) {
    return new TreeMap<>(patterns);
  }
}
