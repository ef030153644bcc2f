package io.tidewatch.operator.crd.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;

/** What one ready pod carries. */
@ValidationRule(
    value = "has(self.perPod) != (has(self.learn) && self.learn)",
    message = "give capacity.perPod or capacity.learn: true, one of them")
public record PodCapacity(
    @Min(value = 0, inclusive = false) @JsonPropertyDescription("In units of demand, as measured by a load test.")
        Double perPod,
    @JsonPropertyDescription(
            "Estimate it: for an HPA on CPU from the CPU that a request takes, else from the"
                + " latency at which the SLO is reached.")
        Boolean learn) {}
