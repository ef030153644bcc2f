package io.tidewatch.spark.gate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What has become of the versions of one model.
 *
 * @param rows in the order of time
 */
public record PromotionHistory(List<Promotion> rows) {
  public PromotionHistory {
    rows = rows.stream().sorted(Comparator.comparing(Promotion::ts)).collect(Collectors.toList());
    rows = List.copyOf(rows);
  }

  /** Whether an event is recorded. */
  public boolean has(String id) {
    return rows.stream().anyMatch(row -> row.id().equals(id));
  }

  /** The version that the last recorded move has made champion. */
  public Optional<String> champion() {
    return lastMove().map(Promotion::champion);
  }

  /** The last recorded move of the alias. */
  Optional<Promotion> lastMove() {
    return rows.stream().filter(Promotion::moved).reduce((earlier, later) -> later);
  }

  /** When a training was last asked for before its time. */
  Optional<Promotion> lastRetrain() {
    return rows.stream()
        .filter(row -> row.action().equals(Promotion.RETRAIN))
        .reduce((earlier, later) -> later);
  }

  /** Whether a version was champion once: somebody, or the truth, has taken that back since. */
  boolean wasChampion(String version) {
    return rows.stream().filter(Promotion::moved).anyMatch(row -> row.champion().equals(version));
  }

  /** Whether the job evaluate has demoted a version before. */
  boolean wasDemoted(String version) {
    return rows.stream()
        .anyMatch(row -> row.action().equals(Promotion.DEMOTED) && row.version().equals(version));
  }

  /** Former champions that were not demoted, the last one first. */
  List<String> formerChampions(String current) {
    List<String> former = new ArrayList<>();
    for (Promotion row : rows) {
      String version = row.champion();
      if (row.moved() && !version.equals(current) && !wasDemoted(version)) {
        former.remove(version);
        former.add(0, version);
      }
    }
    return List.copyOf(former);
  }
}
