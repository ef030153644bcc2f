package io.tidewatch.policy.simulate;

import io.tidewatch.policy.DemandOutlook;
import io.tidewatch.policy.Trust;
import io.tidewatch.policy.TrustGate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Forecast and trust for every minute of a replay, as a live controller would have had them. */
final class ForecastTimeline {
  private static final int DAY = 1440;
  private final List<Optional<DemandOutlook>> outlooks = new ArrayList<>();
  private final List<Trust> trusts = new ArrayList<>();

  /**
   * Walks through the replay once.
   *
   * @param leadMinutes how far ahead pods have to be started
   */
  ForecastTimeline(DemandTrace trace, ForecastSource source, int leadMinutes) {
    TrustGate gate =
        source
            .heldOut()
            .map(heldOut -> TrustGate.seeded(heldOut, trace.usualDemand()))
            .orElseGet(TrustGate::untried);
    for (int minute = 0; minute < trace.testMinutes(); minute++) {
      gate = score(gate, trace, source, minute);
      trusts.add(gate.verdict());
      outlooks.add(
          source.at(minute).map(forecast -> DemandOutlook.of(forecast.peaks(), leadMinutes)));
    }
  }

  /** Scores the forecast that was made for {@code minute}, now that its truth is known. */
  private static TrustGate score(
      TrustGate gate, DemandTrace trace, ForecastSource source, int minute) {
    int origin = minute - MinuteForecast.HORIZON;
    if (origin < 0 || !trace.hasYesterday(minute)) {
      return gate;
    }
    return source
        .at(origin)
        .map(
            made ->
                new TrustGate.Scored(
                    trace.at(minute),
                    made.expected(),
                    made.lower(),
                    made.upper(),
                    trace.at(origin),
                    trace.at(minute - DAY)))
        .map(gate::scored)
        .orElse(gate);
  }

  Optional<DemandOutlook> outlook(int minute) {
    return outlooks.get(minute);
  }

  Trust trust(int minute) {
    return trusts.get(minute);
  }

  /** Share (0..1) of the minutes in which the forecast was trusted. */
  double trustedShare() {
    return trusts.stream().filter(Trust::trusted).count() / (double) trusts.size();
  }
}
