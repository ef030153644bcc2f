package io.tidewatch.operator.crd.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Where demand is read. */
@ValidationRule(
    value = "has(self.metric) != has(self.query)",
    message = "give demand.metric or demand.query, one of them")
public record DemandSource(
    @Size(min = 1) @JsonPropertyDescription(
            "A query of the catalogue, asked once for all workloads: request_rate is built in.")
        String metric,
    @Size(min = 1, max = 4096) @JsonPropertyDescription(
            "PromQL of your own that yields exactly one series, of this workload. $step and $rate"
                + " are filled in. One call a pass for this workload alone: prefer a metric.")
        String query,
    @Default("requests/s") @JsonPropertyDescription("Shown beside values.") String unit) {}
