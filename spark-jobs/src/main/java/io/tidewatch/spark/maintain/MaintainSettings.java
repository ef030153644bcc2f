package io.tidewatch.spark.maintain;

import io.tidewatch.domain.UserException;
import io.tidewatch.table.TableContract;
import io.tidewatch.table.Tables;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What maintenance may do.
 *
 * @param retentionDays days that a row is kept, by table, where it is not the table's own
 * @param filesPerDay a day with more files is compacted
 * @param keepHours hours for which a file stays after it was replaced, for those who still read it
 */
record MaintainSettings(Map<String, Integer> retentionDays, int filesPerDay, int keepHours) {
  static final int FILES_PER_DAY = 4;
  static final int KEEP_HOURS = 168;
  private static final int LEAST_HOURS = 24;

  MaintainSettings {
    retentionDays = Map.copyOf(retentionDays);
    List<String> problems = problems(retentionDays, filesPerDay, keepHours);
    if (!problems.isEmpty()) {
      throw new UserException(
          "maintain cannot do that",
          String.join("; ", problems),
          "see ./tidewatch maintain --help");
    }
  }

  /** How many days a table's rows are kept. */
  int days(TableContract table) {
    return retentionDays.getOrDefault(table.name(), table.retentionDays());
  }

  private static List<String> problems(
      Map<String, Integer> retentionDays, int filesPerDay, int keepHours) {
    List<String> names = Tables.all().stream().map(TableContract::name).toList();
    Stream<String> tables =
        retentionDays.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .filter(entry -> !names.contains(entry.getKey()) || entry.getValue() < 1)
            .map(
                entry ->
                    "--retention "
                        + entry.getKey()
                        + "="
                        + entry.getValue()
                        + " needs a table of "
                        + names
                        + " and at least 1 day");
    Stream<String> numbers =
        Stream.of(
                filesPerDay < 1 ? "--files-per-day is at least 1" : "",
                keepHours < LEAST_HOURS
                    ? "--keep-hours is at least " + LEAST_HOURS + ": jobs may still read the files"
                    : "")
            .filter(text -> !text.isEmpty());
    return Stream.concat(tables, numbers).toList();
  }
}
