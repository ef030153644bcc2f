package io.tidewatch.policy.simulate;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which candidate a workload, or the whole fleet, should decide by.
 *
 * <p>Violation counts do not transfer to later data, costs do. So of the candidates that were
 * violated no more than the prior the cheapest is chosen, and it must be clearly cheaper (2 %), on
 * the part on which it was chosen and on later data, again with no more violations. Else the prior
 * stays: to be the exception needs a reason.
 *
 * @param candidate what decides
 * @param departs whether it is another than the prior
 * @param why in one line
 */
public record ParameterChoice(Candidate candidate, boolean departs, String why) {
  private static final double CLEARLY = 0.98;
  private static final double ROUNDING = 1e-9;
  private static final int LEAST_WORKLOADS = 3;

  /** Chooses for one workload; the prior must be among the tried. */
  public static ParameterChoice of(List<Tried> tried, Candidate prior) {
    Tried before = find(tried, prior).orElseThrow();
    Tried best =
        tried.stream()
            .filter(one -> noMoreViolated(one.choosing(), before.choosing()))
            .min(
                Comparator.comparingDouble((Tried one) -> one.choosing().priced())
                    .thenComparingDouble(one -> one.candidate().distance(prior)))
            .orElseThrow();
    if (!clearlyCheaper(best.choosing(), before.choosing())) {
      return new ParameterChoice(
          prior, false, "no other value was clearly cheaper at no more violations");
    }
    String name = "κ × " + plain(best.candidate().kappaFactor());
    if (!noMoreViolated(best.validating(), before.validating())
        || !clearlyCheaper(best.validating(), before.validating())) {
      return new ParameterChoice(
          prior,
          false,
          "%s was %s cheaper, but did not hold on later data: %s, and %s violated minutes instead of %s"
              .formatted(
                  name,
                  saved(best.choosing(), before.choosing()),
                  saved(best.validating(), before.validating()),
                  plain(best.validating().violationMinutes()),
                  plain(before.validating().violationMinutes())));
    }
    return new ParameterChoice(
        best.candidate(),
        true,
        "%s was %s cheaper at no more violations, and %s on later data"
            .formatted(
                name,
                saved(best.choosing(), before.choosing()),
                saved(best.validating(), before.validating())));
  }

  /**
   * Chooses the fleet's κ, the prior of each workload. Every workload counts alike, in units of
   * what it cost before; fewer than three are no fleet.
   */
  public static ParameterChoice ofFleet(List<List<Tried>> workloads) {
    if (workloads.size() < LEAST_WORKLOADS) {
      return new ParameterChoice(
          Candidate.DEFAULT,
          false,
          "%d workloads could be replayed, at least %d make a fleet"
              .formatted(workloads.size(), LEAST_WORKLOADS));
    }
    List<Tried> pooled =
        Candidate.grid(false).stream().map(candidate -> pooled(workloads, candidate)).toList();
    return of(pooled, Candidate.DEFAULT);
  }

  /** The one of a candidate. */
  public static Optional<Tried> find(List<Tried> tried, Candidate candidate) {
    return tried.stream().filter(one -> one.candidate().equals(candidate)).findFirst();
  }

  private static Tried pooled(List<List<Tried>> workloads, Candidate candidate) {
    Spent choosing = Spent.NOTHING;
    Spent validating = Spent.NOTHING;
    for (List<Tried> tried : workloads) {
      Tried unit = find(tried, Candidate.DEFAULT).orElseThrow();
      Tried one = find(tried, candidate).orElseThrow();
      choosing = choosing.plus(one.choosing().per(unit.choosing().podHours()));
      validating = validating.plus(one.validating().per(unit.validating().podHours()));
    }
    return new Tried(candidate, choosing, validating);
  }

  private static boolean noMoreViolated(Spent one, Spent before) {
    return one.violationMinutes() <= before.violationMinutes() + ROUNDING;
  }

  private static boolean clearlyCheaper(Spent one, Spent before) {
    return one.priced() <= CLEARLY * before.priced();
  }

  private static String saved(Spent one, Spent before) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * (1 - one.priced() / before.priced()));
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }
}
