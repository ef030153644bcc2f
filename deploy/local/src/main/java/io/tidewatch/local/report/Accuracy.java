package io.tidewatch.local.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The forecast errors, looked up by demand, horizon and method. */
public final class Accuracy {
  private final List<ForecastCell> cells;

  public Accuracy(List<ForecastCell> cells) {
    this.cells = List.copyOf(cells);
  }

  public List<ForecastCell> cells() {
    return cells;
  }

  /** The demands in the order in which they were given. */
  public List<String> workloads() {
    return cells.stream().map(ForecastCell::workload).distinct().toList();
  }

  public List<Integer> horizons() {
    return cells.stream().map(ForecastCell::horizon).distinct().sorted().toList();
  }

  /** The methods, ours first. */
  public List<String> methods() {
    return cells.stream()
        .sorted(Comparator.comparing(cell -> !cell.isOurs()))
        .map(ForecastCell::method)
        .distinct()
        .toList();
  }

  public Optional<ForecastCell> cell(String workload, int horizon, String method) {
    return at(workload, horizon).filter(cell -> cell.method().equals(method)).findFirst();
  }

  /** The lowest error at this place. */
  public Optional<ForecastCell> best(String workload, int horizon) {
    return at(workload, horizon).min(Comparator.comparingDouble(ForecastCell::wape));
  }

  /** How many of our cells beat every baseline of theirs. */
  public long won() {
    return ours().filter(this::beatsBaselines).count();
  }

  /** How many cells of ours there are. */
  public long played() {
    return ours().count();
  }

  private Stream<ForecastCell> ours() {
    return cells.stream().filter(ForecastCell::isOurs);
  }

  private boolean beatsBaselines(ForecastCell ours) {
    return at(ours.workload(), ours.horizon())
        .filter(cell -> !cell.isOurs())
        .allMatch(baseline -> ours.wape() < baseline.wape());
  }

  private Stream<ForecastCell> at(String workload, int horizon) {
    return cells.stream()
        .filter(cell -> cell.workload().equals(workload) && cell.horizon() == horizon);
  }
}
