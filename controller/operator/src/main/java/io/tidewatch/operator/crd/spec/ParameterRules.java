package io.tidewatch.operator.crd.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What the policy's parameters may follow. */
public record ParameterRules(
    @JsonPropertyDescription(
            "Whether the price of a violated minute and the share of the way to hpa.trustedTarget"
                + " that optimize learned of this workload by replay are used; true when absent. A"
                + " slo.violationPricePercent other than 100 goes before anything learned.")
        Boolean learned) {}
