package io.tidewatch.spark.features;

import io.tidewatch.spark.features.StoredDemand.Demand;
import java.io.Serializable;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.sql.Row;

/** The demand vectors of one workload, out of its demand. */
record DemandRows(Vectors plan, Map<String, ZoneId> zones) implements Serializable {
  Iterator<Row> of(String workload, Demand demand) {
    // A vector is known when all that it was computed from is: a repair in its look-back counts.
    long[] knownSince = KnownSince.newest(demand.knownAt(), plan.set().lookBack());
    return DemandVectors.where(
            position -> plan.wanted().wants(workload, demand.firstStep() + position),
            demand.series(),
            plan.clockwork().timescale(),
            zones.get(workload))
        .stream()
        .map(
            at ->
                plan.row(
                    workload,
                    "",
                    demand.firstStep() + at.position(),
                    knownSince[at.position()],
                    at.vector()))
        .iterator();
  }
}
